using System.Text.Json.Serialization;

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

    /// <summary>How soon its takes begin beside others that wait, 0 to 100, overriding the run's: a higher one comes first.</summary>
    public int? Priority { get; init; }

    /// <summary>The judges of its takes, models of the models file, overriding the run's; empty for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Judges { get; init; }

    /// <summary>Settings for the provider; no other part reads them.</summary>
    public IReadOnlyDictionary<string, string>? ProviderOptions { get; init; }

    /// <summary>For the identity gate: the prompt with places for what varies.</summary>
    public string? PromptSkeleton { get; init; }

    /// <summary>For the identity gate: which of the wardrobe's phases the scene belongs to.</summary>
    public string? WardrobePhaseId { get; init; }

    /// <summary>For the identity gate: what people wear.</summary>
    public string? WardrobeDescription { get; init; }

    /// <summary>For the identity gate: the kind of shot, such as <c>wide</c>. When absent or empty, <c>shot_type</c> in <see cref="PromptData"/> speaks.</summary>
    public string? ShotType { get; init; }

    /// <summary>What the prompt was made of, a JSON object; only its <c>shot_type</c> is read.</summary>
    public RawJson? PromptData { get; init; }

    /// <summary>What the planner made the shot from, any JSON value: it reaches the generator unchanged, and nobody reads it.</summary>
    public RawJson? InputsSnapshot { get; init; }

    /// <summary>The coverage pass that the shot belongs to, a JSON object: the result carries it back unchanged, and only judges read it.</summary>
    public RawJson? CoverageContext { get; init; }
}
