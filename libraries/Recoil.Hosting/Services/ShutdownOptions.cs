using System.ComponentModel.DataAnnotations;

namespace Recoil.Hosting.Services;

/// <summary>How a service stops.</summary>
public sealed record ShutdownOptions
{
    /// <summary>
    /// How long work in hand may take after SIGTERM, 00:00:00 to 01:00:00. What is not finished by then goes back to the queue; with
    /// 00:00:00 everything goes back at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}
