using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Sagas;

/// <summary>What each write of a saga says anew.</summary>
internal class SagaContent<TState> where TState : class
{
    /// <summary>The version of <see cref="State"/>'s shape; absent in documents of 0.1, which have the first.</summary>
    public int Schema { get; init; } = 1;

    public long Version { get; init; }

    /// <summary>When a sweeper looks at it: the earliest of outbox and timers, or the end of a claim.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The earliest timer.</summary>
    public DateTimeOffset? TimerDueAt { get; init; }

    /// <summary>Absent when the outbox is known to be delivered.</summary>
    public DateTimeOffset? OutboxDueAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public required TState State { get; init; }

    public List<InboxEntry> Inbox { get; init; } = [];

    public List<OutboxMessage> Outbox { get; init; } = [];

    public List<SagaTimer> Timers { get; init; } = [];
}

/// <summary>A saga as its collection keeps it; <see cref="Claim"/> and its end are a sweeper's.</summary>
internal sealed class SagaRecord<TState> : SagaContent<TState> where TState : class
{
    public required Guid Id { get; init; }

    public DateTimeOffset InsertedAt { get; init; }

    /// <summary>Names the sweep that has it.</summary>
    public Guid? Claim { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>When a sweeper set it aside; absent unless one has.</summary>
    public DateTimeOffset? AsideSince { get; init; }

    public string? AsideReason { get; init; }
}
