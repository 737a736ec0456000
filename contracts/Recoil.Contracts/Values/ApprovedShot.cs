namespace Recoil.Contracts;

/// <summary>The approved shot before this one in the episode: its picture may serve as a continuity anchor.</summary>
public sealed record ApprovedShot
{
    public required string ShotId { get; init; }

    /// <summary>Where its accepted take is; null when there is none.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Its scene; 0 is a real scene, null is none.</summary>
    public int? SceneIndex { get; init; }
}
