using Recoil.Contracts;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb.Takes;

/// <summary>A take as its collection keeps it.</summary>
internal sealed class StoredTake
{
    public required Guid Id { get; init; }

    public required Guid CorrelationId { get; init; }

    public required string Account { get; init; }

    /// <summary>When it was first asked for.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>The number of a <see cref="TakeState"/>; absent in a take of an earlier version.</summary>
    public int? State { get; init; }

    public string? Provider { get; init; }

    public GenerateTake? Request { get; init; }

    public string? TraceParent { get; init; }

    public DateTimeOffset? SubmittingAt { get; init; }

    /// <summary>Who has the claim.</summary>
    public string? Worker { get; init; }

    /// <summary>From when on a worker may claim it; absent when it has ended.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How soon it is to begin, 0 to 100; absent in a take of an earlier version.</summary>
    public int? Priority { get; init; }

    /// <summary>Counts its claims.</summary>
    public long Token { get; init; }

    public string? ProviderJob { get; init; }

    /// <summary>In trillionths of a dollar; absent until it has ended, and for ever in a take that was never made.</summary>
    public long? CostPico { get; init; }

    /// <summary>The number of a <see cref="Contracts.CostSource"/>; absent as the cost is, and in a take that an earlier version ended.</summary>
    public int? CostSource { get; init; }

    public GenerationCompleted? Result { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Absent when it has not ended, or its result is known to be delivered.</summary>
    public DateTimeOffset? UndeliveredAt { get; init; }

    public TakeClaim ToClaim() => new(Id, Token);

    public TakeRecord ToTake() => new()
    {
        TakeId = Id,
        CorrelationId = CorrelationId,
        Account = Account,
        QueuedAt = BegunAt,
        State = (TakeState?)State ?? StateOfEarlierVersion,
        Provider = Provider,
        Request = Request,
        TraceParent = TraceParent,
        SubmittingAt = SubmittingAt ?? (State is null && Result is null ? BegunAt : null),
        ProviderJob = ProviderJob,
        Result = Result,
    };

    /// <summary>What an earlier version had begun may have been submitted.</summary>
    private TakeState StateOfEarlierVersion => (Result, ProviderJob) switch
    {
        (not null, _) => TakeState.Ended,
        (_, not null) => TakeState.Submitted,
        _ => TakeState.Submitting,
    };
}
