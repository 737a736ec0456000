namespace Recoil.Contracts;

/// <summary>Who judges a take beside the checks of its pixels, and by what.</summary>
public sealed record JudgingBrief
{
    /// <summary>The judges: models of the models file. At least one, none twice.</summary>
    public required IReadOnlyList<string> Judges { get; init; }

    /// <summary>The prompt that the take was made from.</summary>
    public required string Prompt { get; init; }

    /// <summary>The prompt with places for what varies, such as <c>{who} at the pier</c>.</summary>
    public string? PromptSkeleton { get; init; }

    /// <summary>Which of the wardrobe's phases the scene belongs to.</summary>
    public string? WardrobePhaseId { get; init; }

    public string? WardrobeDescription { get; init; }

    /// <summary>The kind of shot, such as <c>wide</c>.</summary>
    public string? ShotType { get; init; }

    /// <summary>The coverage pass that the shot belongs to, a JSON object.</summary>
    public RawJson? CoverageContext { get; init; }
}
