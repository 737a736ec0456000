namespace Recoil.Contracts;

/// <summary>Please judge a take by what can be seen in it.</summary>
public sealed record CritiqueTake
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }
    public required Guid TakeId { get; init; }
    public required string Project { get; init; }
    public string RunId { get; init; } = "";
    public required string ShotId { get; init; }
    public required Operation Operation { get; init; }

    /// <summary>Where the take is.</summary>
    public required string Output { get; init; }

    /// <summary>The references that the generation was given; a take must not be a copy of one.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The shot's own identity references that exist; empty when identity is not judged.</summary>
    public IReadOnlyList<string> IdentityRefs { get; init; } = [];

    /// <summary>What identity is judged by beside <see cref="IdentityRefs"/>; null when it is not judged.</summary>
    public IdentityGate? Gate { get; init; }

    /// <summary>Picture of the scene's light, or null.</summary>
    public string? SceneRefPath { get; init; }
    public string? StartFrame { get; init; }
    public string? EndFrame { get; init; }

    /// <summary>Clips only: length in seconds that was asked for.</summary>
    public decimal? Duration { get; init; }
    public required string AspectRatio { get; init; }
    public bool LockedOff { get; init; }

    /// <summary>Who judges the take beside the checks of its pixels; null when nobody does.</summary>
    public JudgingBrief? Judging { get; init; }
}
