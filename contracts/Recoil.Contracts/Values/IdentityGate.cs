namespace Recoil.Contracts;

/// <summary>What identity is judged by beside the references, in the planner's words.</summary>
public sealed record IdentityGate
{
    /// <summary>The prompt with places for what varies, such as <c>{who} at the pier</c>.</summary>
    public string? PromptSkeleton { get; init; }

    /// <summary>Which of the wardrobe's phases the scene belongs to.</summary>
    public string? WardrobePhaseId { get; init; }

    public string? WardrobeDescription { get; init; }

    /// <summary>The kind of shot, such as <c>wide</c>.</summary>
    public string? ShotType { get; init; }

    /// <summary>
    /// What a shot tells its gate. Rule of the seed: <c>prompt_data.shot_type</c> speaks where <c>shot_type</c> is absent or empty, and
    /// there an empty one is an empty text.
    /// </summary>
    public static IdentityGate Of(ShotFields shot) => new()
    {
        PromptSkeleton = shot.PromptSkeleton,
        WardrobePhaseId = shot.WardrobePhaseId,
        WardrobeDescription = shot.WardrobeDescription,
        ShotType = string.IsNullOrEmpty(shot.ShotType) ? shot.PromptData?.Member("shot_type")?.AsText() : shot.ShotType,
    };
}
