using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Critic.Evaluation;

/// <summary>A take of which people know what is wrong with it: one line of <c>cases.jsonl</c>. Files are named from its folder on.</summary>
public sealed record LabelledCase
{
    public required string File { get; init; }

    public Operation Operation { get; init; } = Operation.ImageT2i;

    [JsonPropertyName("aspect_ratio")]
    public required string AspectRatio { get; init; }

    public decimal? Duration { get; init; }

    public IReadOnlyList<string> References { get; init; } = [];

    [JsonPropertyName("identity_refs")]
    public IReadOnlyList<string> IdentityRefs { get; init; } = [];

    [JsonPropertyName("scene_ref")]
    public string? SceneRef { get; init; }

    [JsonPropertyName("start_frame")]
    public string? StartFrame { get; init; }

    [JsonPropertyName("end_frame")]
    public string? EndFrame { get; init; }

    [JsonPropertyName("locked_off")]
    public bool LockedOff { get; init; }

    /// <summary>The check that should find the defect, or <c>good</c>.</summary>
    public required string Label { get; init; }

    /// <summary>What was done to the take.</summary>
    public required string Kind { get; init; }

    public required RightAnswer Answer { get; init; }

    /// <summary>People may disagree: not counted.</summary>
    public bool Debatable { get; init; }
}

/// <summary>What the critic should say of a take.</summary>
public enum RightAnswer
{
    /// <summary>No finding.</summary>
    Pass,

    /// <summary>A soft or a hard finding of the label's check.</summary>
    Note,

    /// <summary>A hard finding.</summary>
    Reject,

    /// <summary>Every answer can be defended: not counted.</summary>
    Any,
}
