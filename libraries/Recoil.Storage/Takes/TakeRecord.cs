using Recoil.Contracts;

namespace Recoil.Storage.Takes;

/// <summary>What is known of a take: what was asked for, how far it has come, under which job of the provider, and how it ended.</summary>
public sealed record TakeRecord
{
    public required Guid TakeId { get; init; }

    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The account its cost belongs to.</summary>
    public required string Account { get; init; }

    /// <summary>When it was first asked for, in UTC.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>The provider that makes it; null in a record of an earlier version whose command has not come again.</summary>
    public string? Provider { get; init; }

    /// <summary>What is asked for; null as <see cref="Provider"/> is, and once the result is known to be delivered.</summary>
    public GenerateTake? Request { get; init; }

    /// <summary>How soon it is to begin, 0 to 100: of those that wait, a higher one comes first.</summary>
    public int Priority => Request?.Priority ?? Contracts.Priority.Usual;

    /// <summary>The W3C trace context of the command; null for an untraced one, and as <see cref="Request"/> is.</summary>
    public string? TraceParent { get; init; }

    public TakeState State { get; init; }

    /// <summary>When its submit was begun, in UTC; null before. What a take may last counts from here.</summary>
    public DateTimeOffset? SubmittingAt { get; init; }

    /// <summary>The provider's id of the job; null before the submit is known to have got through.</summary>
    public string? ProviderJob { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public GenerationCompleted? Result { get; init; }
}
