using Recoil.Contracts;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb.Takes;

/// <summary>A take as its collection keeps it.</summary>
internal sealed class StoredTake
{
    public required Guid Id { get; init; }

    public required Guid CorrelationId { get; init; }

    public required string Account { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>Who has the claim.</summary>
    public string? Worker { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    public string? ProviderJob { get; init; }

    /// <summary>In trillionths of a dollar; absent until it has ended, and for ever in a take that was never made.</summary>
    public long? CostPico { get; init; }

    public GenerationCompleted? Result { get; init; }

    public TakeRecord ToTake() => new()
    {
        TakeId = Id,
        CorrelationId = CorrelationId,
        Account = Account,
        BegunAt = BegunAt,
        ProviderJob = ProviderJob,
        Result = Result,
    };
}
