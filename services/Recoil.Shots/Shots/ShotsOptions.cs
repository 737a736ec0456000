using System.ComponentModel.DataAnnotations;

namespace Recoil.Shots;

/// <summary>Timeouts, limits and retention of the shot saga.</summary>
public sealed record ShotsOptions
{
    /// <summary>
    /// How long a shot waits for the budget service's answer before it sends its reservation again; each time twice as long, up to half an
    /// hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan BudgetTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a shot waits for a take's result before it looks the take up in the ledger and sends its command again. A take that
    /// waits for a worker, or that one has, is waited for however long that takes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "7.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan GenerationTimeout { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How long a shot waits for a verdict before it asks the critic again; each time twice as long, up to half an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan VerdictTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long money stays reserved without a settlement: longer than <see cref="GenerationTimeout"/>, after which a shot that still waits
    /// renews it, and than any outage of the shots service.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "365.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReservationLease { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the document of a shot is kept after its end.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetentionAfterEnd { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the document of a shot that waits for a review is kept.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetentionForReview { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Whether <c>ShotProgressed</c> is published at every change of state: one more message for each.</summary>
    public bool PublishProgress { get; init; }

    /// <summary>How many messages of shots this process handles at the same time; at least 1.</summary>
    [Range(1, 1000)]
    public int ConcurrentMessageLimit { get; init; } = 32;
}
