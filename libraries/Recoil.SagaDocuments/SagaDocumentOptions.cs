using System.ComponentModel.DataAnnotations;

namespace Recoil.SagaDocuments;

/// <summary>Delivery, timers and retention of saga documents.</summary>
public sealed record SagaDocumentOptions
{
    /// <summary>However the options came: a sweeper with a limit of 0 would never rest.</summary>
    /// <exception cref="ValidationException">An option is outside its range; the message says which.</exception>
    internal SagaDocumentOptions Checked()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        return this;
    }

    /// <summary>
    /// Whether messages survive the end of this process. Where they do not, the start delivers again every outbox that is
    /// not known to be delivered.
    /// </summary>
    public bool TransportKeepsMessages { get; init; } = true;

    /// <summary>How long after a step its outbox counts as orphaned if its delivery is not noted.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan OrphanAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long after the start the timers of earlier processes are held back, where the transport does not keep messages: what
    /// they wait for was lost with those processes and is requested again first.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RestartGrace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The interval between two sweeps for due timers and orphaned outboxes; also how late a timer may fire.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a sweeper's claim keeps other sweepers away.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ClaimFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most documents in one claim; at least 1.</summary>
    [Range(1, 10_000)]
    public int ClaimLimit { get; init; } = 200;

    /// <summary>The most entries of an inbox; at least 1. The saga itself recognises older messages.</summary>
    [Range(1, 10_000)]
    public int InboxLimit { get; init; } = 128;

    /// <summary>The interval between two removals of expired documents.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RemovalInterval { get; init; } = TimeSpan.FromMinutes(5);
}
