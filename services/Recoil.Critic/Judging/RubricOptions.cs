using System.ComponentModel.DataAnnotations;

namespace Recoil.Critic.Judging;

/// <summary>
/// Where judges' scores become findings. A failure that leads to another take whatever it weighs (anatomy, motion) has no soft limit: a note must not
/// cost a take.
/// </summary>
public sealed record RubricOptions : IValidatableObject
{
    /// <summary>Whether a person, thing or style is the one of a reference: <c>identity_drift</c>.</summary>
    public DimensionLimits Identity { get; init; } = new() { Soft = 0.7, Hard = 0.4 };

    /// <summary>Whether faces are whole and apart: <c>anatomy_face_merge</c>.</summary>
    public DimensionLimits Face { get; init; } = new() { Hard = 0.5 };

    /// <summary>Whether limbs and fingers are as many as they should be: <c>anatomy_limb_miscount</c>.</summary>
    public DimensionLimits Limbs { get; init; } = new() { Hard = 0.5 };

    /// <summary>Whether people wear what the shot says: <c>wardrobe_mismatch</c>.</summary>
    public DimensionLimits Wardrobe { get; init; } = new() { Soft = 0.6 };

    /// <summary>Whether the background is the scene's, and nothing else: <c>background_contamination</c>.</summary>
    public DimensionLimits Background { get; init; } = new() { Soft = 0.6 };

    /// <summary>Whether what the prompt asks for is there. Without it a person looks at once: <c>unknown</c>.</summary>
    public DimensionLimits Prompt { get; init; } = new() { Hard = 0.3 };

    /// <summary>Whether it is the kind of shot that was asked for: <c>coverage_geometry_broken</c>.</summary>
    public DimensionLimits ShotType { get; init; } = new() { Soft = 0.6 };

    /// <summary>Whether sides, eyelines and angle keep to the coverage pass: <c>coverage_geometry_broken</c>.</summary>
    public DimensionLimits Coverage { get; init; } = new() { Soft = 0.6 };

    /// <summary>Clips: whether what moves does so as it should: <c>motion_failure</c>.</summary>
    public DimensionLimits Motion { get; init; } = new() { Hard = 0.4 };

    /// <summary>Clips: whether it ends on its end frame: <c>end_frame_drift</c>.</summary>
    public DimensionLimits EndFrame { get; init; } = new() { Soft = 0.6 };

    /// <summary>What is wrong with the limits.</summary>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        foreach (var (name, limits) in ((string, DimensionLimits)[])
        [
            (nameof(Identity), Identity), (nameof(Face), Face), (nameof(Limbs), Limbs), (nameof(Wardrobe), Wardrobe), (nameof(Background), Background),
            (nameof(Prompt), Prompt), (nameof(ShotType), ShotType), (nameof(Coverage), Coverage), (nameof(Motion), Motion), (nameof(EndFrame), EndFrame),
        ])
        {
            if (limits.Soft is < 0 or > 1 || limits.Hard is < 0 or > 1)
                yield return new ValidationResult($"{name} has a limit outside 0 to 1. Give scores from 0 to 1.");
            else if (limits.Soft < limits.Hard)
                yield return new ValidationResult($"{name}: the soft limit {limits.Soft} is under the hard one {limits.Hard}. Give a higher soft limit.");
        }
    }
}
