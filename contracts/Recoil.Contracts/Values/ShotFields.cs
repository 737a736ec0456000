namespace Recoil.Contracts;

/// <summary>A shot as a plan describes it, in the original's vocabulary.</summary>
public record ShotFields
{
    public required string ShotId { get; init; }

    /// <summary>What should be seen.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Exactly <c>video</c> asks for a clip; any other text is a keyframe.</summary>
    public string Pipeline { get; init; } = "keyframe";

    /// <summary>The episode; empty means that no neighbouring shot is used as a reference.</summary>
    public string EpisodeId { get; init; } = "";

    /// <summary>The scene; 0 is a real scene. When absent, <see cref="SceneId"/> stands in.</summary>
    public int? SceneIndex { get; init; }

    /// <summary>The older name of the scene.</summary>
    public int? SceneId { get; init; }

    /// <summary>Pictures of who must be recognised; order and duplicates count.</summary>
    public IReadOnlyList<string> IdentityRefs { get; init; } = [];

    /// <summary>Picture that a clip starts from.</summary>
    public string? StartFrame { get; init; }

    /// <summary>Picture that a clip should end on.</summary>
    public string? EndFrame { get; init; }

    /// <summary>Length of a clip in seconds, more than 0.</summary>
    public decimal Duration { get; init; } = 5;

    /// <summary>Width to height, such as <c>9:16</c>.</summary>
    public string AspectRatio { get; init; } = "9:16";

    /// <summary>Picture of the scene's place and light.</summary>
    public string? SceneRefPath { get; init; }

    public IReadOnlyList<string>? ExpressionRefs { get; init; }

    /// <summary>The camera stands still and nothing need move: stillness is then no failure of motion.</summary>
    public bool LockedOff { get; init; }

    /// <summary>The model, overriding the run's.</summary>
    public string? Model { get; init; }

    /// <summary>The most this shot may cost in US dollars, overriding the run's.</summary>
    public decimal? ShotCap { get; init; }

    /// <summary>Settings for the provider; no other part reads them.</summary>
    public IReadOnlyDictionary<string, string>? ProviderOptions { get; init; }
}
