using Recoil.Contracts;

namespace Recoil.Critic.Judging;

/// <summary>What judges are asked of a take. Pure.</summary>
internal static class Rubric
{
    /// <summary>Raised with every change of what is asked or how: earlier answers do not count for it.</summary>
    public const string Version = "1";

    public const string Face = "anatomy_face";
    public const string Limbs = "anatomy_limbs";

    /// <summary>The dimensions for which the shot gives something to judge by.</summary>
    /// <param name="take">The take, with its brief.</param>
    /// <param name="shown">The references that could be read, in the order in which the judge sees them.</param>
    /// <param name="limits">Where scores become findings.</param>
    public static IReadOnlyList<Dimension> Of(CritiqueTake take, IReadOnlyList<ReferenceShown> shown, RubricOptions limits)
    {
        var brief = take.Judging!;
        var isClip = take.Operation == Operation.VideoI2v;
        var dimensions = new List<Dimension>();
        foreach (var (reference, number) in shown.Select((reference, index) => (reference, index + 1)).Where(one => one.reference.Role == ReferenceRole.Identity))
        {
            dimensions.Add(new Dimension(
                $"identity_{number}", FailureMode.IdentityDrift, limits.Identity,
                $"The person, thing or style of reference {number} is in the take and is exactly the same: face, hair, build and age of a person."));
        }

        dimensions.Add(new Dimension(Face, FailureMode.AnatomyFaceMerge, limits.Face, "Every face is whole, has two eyes, a nose and a mouth in their places, and merges with no other."));
        dimensions.Add(new Dimension(Limbs, FailureMode.AnatomyLimbMiscount, limits.Limbs, "Every person has two arms, two legs and five fingers on each visible hand, all joined as in nature."));
        if (Has(brief.WardrobeDescription))
            dimensions.Add(new Dimension("wardrobe", FailureMode.WardrobeMismatch, limits.Wardrobe, "People wear what wardrobe_description says, for the wardrobe_phase where one is named."));
        if (shown.Any(reference => reference.Role == ReferenceRole.Scene) || Has(brief.Prompt))
        {
            dimensions.Add(new Dimension("background", FailureMode.BackgroundContamination, limits.Background, shown.Any(reference => reference.Role == ReferenceRole.Scene)
                ? "The background is the place of the scene's reference, and nothing is in it that does not belong there."
                : "Nothing is in the background that neither the prompt asks for nor belongs to such a place."));
        }

        if (Has(brief.Prompt))
            dimensions.Add(new Dimension("prompt", FailureMode.Unknown, limits.Prompt, $"The take shows what prompt asks for{(Has(brief.PromptSkeleton) ? ", composed as prompt_skeleton says" : "")}."));
        if (Has(brief.ShotType))
            dimensions.Add(new Dimension("shot_type", FailureMode.CoverageGeometryBroken, limits.ShotType, "The framing is that of shot_type, such as wide, medium or close."));
        if (brief.CoverageContext is not null)
            dimensions.Add(new Dimension("coverage_geometry", FailureMode.CoverageGeometryBroken, limits.Coverage, "Sides, eyelines and the camera's angle are those that coverage_context says."));
        if (isClip)
        {
            if (!take.LockedOff)
                dimensions.Add(new Dimension("motion", FailureMode.MotionFailure, limits.Motion, "What should move does so steadily and possibly: nothing freezes, jumps, melts or changes into something else."));
            if (shown.Any(reference => reference.Role == ReferenceRole.EndFrame))
                dimensions.Add(new Dimension("end_frame", FailureMode.EndFrameDrift, limits.EndFrame, "The take's last frame shows the end frame's reference: the same composition, people and light."));
        }

        return dimensions;
    }

    private static bool Has(string? text) => !string.IsNullOrWhiteSpace(text);
}
