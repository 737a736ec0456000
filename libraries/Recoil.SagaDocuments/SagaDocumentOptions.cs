using System.ComponentModel.DataAnnotations;

namespace Recoil.SagaDocuments;

/// <summary>Outboxes, timers and inboxes of the sagas.</summary>
public sealed record SagaDocumentOptions
{
    /// <summary>
    /// Whether messages survive the end of this process. Where they do not, every outbox that is not known to be
    /// delivered is delivered again at start.
    /// </summary>
    public bool TransportKeepsMessages { get; init; } = true;

    /// <summary>How long after a step its outbox counts as orphaned, when nobody has noted its delivery.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan OrphanAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long after the start timers wait that another process set, where the transport does not keep messages: what they
    /// wait for got lost with that process and is asked for again first.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RestartGrace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often due timers and orphaned outboxes are looked for; also how late a timer may fire.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a sweeper keeps what it claimed from other sweepers.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ClaimFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many documents a sweeper claims at once.</summary>
    [Range(1, 10_000)]
    public int ClaimLimit { get; init; } = 200;

    /// <summary>How many messages a saga remembers to have taken in; older ones are recognised by the saga itself.</summary>
    [Range(1, 10_000)]
    public int InboxLimit { get; init; } = 128;

    /// <summary>How often expired documents are removed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RemovalInterval { get; init; } = TimeSpan.FromMinutes(5);
}
