using Recoil.Contracts;

namespace Recoil.Storage.ApprovedShots;

/// <summary>The take of a shot that may be built on: its shot ended well with it, or a person approved it.</summary>
public sealed record AcceptedTake
{
    public required string Project { get; init; }

    /// <summary>The episode; never empty.</summary>
    public required string EpisodeId { get; init; }

    public required string ShotId { get; init; }

    /// <summary>Its scene, 0 or more; null when it has none, and then no other shot finds it.</summary>
    public int? Scene { get; init; }

    /// <summary>It is no clip: others may be made after it.</summary>
    public bool IsKeyframe { get; init; }

    /// <summary>Where it is; never empty.</summary>
    public required string Output { get; init; }

    /// <summary>The run that it was made in; empty for a shot that was requested on its own.</summary>
    public required string RunId { get; init; }

    /// <summary>The shot of that run.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The round that it is of, 1 or more.</summary>
    public required int Round { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Whether it counts in place of one of the same shot of the episode.</summary>
    internal bool Replaces(AcceptedTake other) =>
        other.AcceptedAt < AcceptedAt || (other.CorrelationId == CorrelationId && other.Round < Round);

    /// <summary>The shot of the episode, whichever run made it.</summary>
    internal static Guid IdOf(string project, string episodeId, string shotId) => NameBasedUuid.Create("approved_shot", project, episodeId, shotId);
}
