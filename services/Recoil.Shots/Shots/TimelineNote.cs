using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Shots;

/// <summary>A line of a shot's timeline as it is stored: what the take's own record says is not repeated here, see <see cref="ShotTimeline"/>.</summary>
internal sealed record TimelineNote
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened, such as <c>generated</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The attempt under way.</summary>
    public required int Attempt { get; init; }

    /// <summary>The take under way within the attempt.</summary>
    public required int Take { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FailureMode? FailureMode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Action { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Cost { get; init; }

    /// <summary>Where the cost comes from; unknown also without a cost. Null without either, and in a note of an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CostSource? CostSource { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Output { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Finding>? Findings { get; init; }
}
