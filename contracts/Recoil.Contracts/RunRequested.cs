using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>An episode is to be made: all its shots, in order. The same run twice is one run.</summary>
public sealed record RunRequested
{
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>The episode's id; shots of one episode may serve each other as references.</summary>
    public string EpisodeId { get; init; } = "";

    /// <summary>The model for shots that name none.</summary>
    public required string Model { get; init; }

    /// <summary>The most the run may spend, in US dollars; not negative.</summary>
    public required decimal EpisodeCap { get; init; }

    /// <summary>The most a shot may cost, in US dollars; not negative.</summary>
    public required decimal ShotCap { get; init; }

    /// <summary>Picture of the style, given to every keyframe as a reference.</summary>
    public string? StyleAnchor { get; init; }

    public StopOnReview StopOnReview { get; init; } = StopOnReview.Never;

    /// <summary>How many shots may be under way at once, at least 1.</summary>
    public int MaxParallel { get; init; } = 4;

    /// <summary>How soon takes of its shots begin beside others that wait, 0 to 100: a higher one comes first.</summary>
    public int Priority { get; init; } = Contracts.Priority.Usual;

    public PolicyName Policy { get; init; } = PolicyName.Default;

    /// <summary>The judges of its takes, models of the models file; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Judges { get; init; }

    public required IReadOnlyList<ShotFields> Shots { get; init; }
}
