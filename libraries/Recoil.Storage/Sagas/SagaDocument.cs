namespace Recoil.Storage.Sagas;

/// <summary>Everything one saga instance is: its state, what it has seen, what it still has to say, what it waits for.</summary>
/// <typeparam name="TState">The saga's state; serializable as JSON.</typeparam>
public sealed class SagaDocument<TState> where TState : class
{
    /// <summary>The saga's correlation id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Counts writes; a document just made and not yet stored has 0.</summary>
    public long Version { get; set; }

    public required TState State { get; set; }

    /// <summary>Messages whose effect is in <see cref="State"/>, oldest first.</summary>
    public List<InboxEntry> Inbox { get; init; } = [];

    /// <summary>What the last step sends, after what earlier steps sent and is not known to be delivered.</summary>
    public List<OutboxMessage> Outbox { get; set; } = [];

    public List<SagaTimer> Timers { get; init; } = [];

    /// <summary>From when on a sweeper may take the outbox for orphaned and deliver it; null when it has been delivered.</summary>
    public DateTimeOffset? OutboxDueAt { get; set; }

    /// <summary>The document may be removed from then on; null keeps it.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The same document with a state of another schema. Inbox, outbox and timers are shared with it.</summary>
    public SagaDocument<TOther> With<TOther>(TOther state) where TOther : class => new()
    {
        Id = Id,
        Version = Version,
        State = state,
        Inbox = Inbox,
        Outbox = Outbox,
        Timers = Timers,
        OutboxDueAt = OutboxDueAt,
        ExpiresAt = ExpiresAt,
    };

    /// <summary>When a sweeper should look at this document: the earliest of the outbox and the timers.</summary>
    public DateTimeOffset? DueAt
    {
        get
        {
            var due = OutboxDueAt;
            foreach (var timer in Timers)
            {
                if (due is null || timer.DueAt < due)
                    due = timer.DueAt;
            }

            return due;
        }
    }
}
