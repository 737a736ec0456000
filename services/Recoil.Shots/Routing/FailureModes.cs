using Recoil.Contracts;

namespace Recoil.Shots.Routing;

/// <summary>Names what is wrong with a take.</summary>
internal static class FailureModes
{
    /// <summary>The failure mode of an outcome that is not a fault; <see cref="FailureMode.None"/> where no rule names one.</summary>
    /// <remarks>
    /// The original's order: a failure whose text asks for softening; a failed gate (the critic's own choice, then the
    /// category as an exact name, then words in the gate's name and category); words in the error; the final state.
    /// Where the policy trusts it, the provider's error kind stands in for all words of a failed generation's error.
    /// </remarks>
    public static FailureMode Extract(StepOutcome outcome, ShotPolicy policy)
    {
        if (TrustedKind(outcome, policy) is { } kind)
            return OfKind(kind);

        if (!outcome.Success && NeedsSoftening(outcome.Error))
            return FailureMode.ContentFilterHardBlock;

        return outcome.Gate is { Passed: false } gate ? OfGate(gate) : OfText(outcome.Error ?? "", outcome.FinalState ?? "");
    }

    /// <summary>The action for an outcome.</summary>
    public static RouteAction ActionOf(StepOutcome outcome, FailureMode mode, ShotPolicy policy)
    {
        if (TrustedKind(outcome, policy) is ErrorKind.RateLimited or ErrorKind.Timeout or ErrorKind.Unavailable or ErrorKind.Unknown)
            return RouteAction.Retry;

        return ActionMap.ActionOf(mode, hardFailures: outcome.Gate is { HardFailures.Count: > 0 });
    }

    /// <summary>Whether an error text speaks of a content filter, so that a softened prompt may help.</summary>
    public static bool NeedsSoftening(string? error) =>
        error is not null && Mentions(error, "content_filter", "content_policy", "safety");

    /// <summary>A kind counts for a failed generation that no gate has judged.</summary>
    private static ErrorKind? TrustedKind(StepOutcome outcome, ShotPolicy policy) =>
        policy.TrustsErrorKinds && outcome is { Success: false, Gate: null } ? outcome.ErrorKind : null;

    private static FailureMode OfKind(ErrorKind kind) => kind switch
    {
        ErrorKind.ContentFilter => FailureMode.ContentFilterHardBlock,
        ErrorKind.CorruptOutput => FailureMode.MotionFailure,
        _ => FailureMode.Unknown,
    };

    private static FailureMode OfGate(GateVerdict gate)
    {
        if (gate.DominantFailureMode is { } dominant)
            return dominant;

        var category = gate.FailureCategory ?? "";
        if (SnakeCase.Parse<FailureMode>(category) is { } named)
            return named;

        // The gate's name is read in any case; the category, as in the original, only as it is written.
        var name = gate.Name ?? "";
        if (Mentions(name, "identity") || category.Contains("identity", StringComparison.Ordinal))
            return FailureMode.IdentityDrift;
        if (Mentions(name, "anatomy") || category.Contains("face_merge", StringComparison.Ordinal))
            return FailureMode.AnatomyFaceMerge;
        if (category.Contains("content_filter", StringComparison.Ordinal) || Mentions(name, "safety"))
            return FailureMode.SafetySoftened;
        return FailureMode.Unknown;
    }

    private static FailureMode OfText(string error, string finalState)
    {
        // Without an error only the exact final states count; with one, also texts that contain them.
        if (error.Length == 0)
            return Is(finalState, FinalStates.PendingQc) || Is(finalState, FinalStates.VideoSemanticFailed)
                ? FailureMode.Unknown
                : FailureMode.None;

        if (NeedsSoftening(error))
            return FailureMode.ContentFilterHardBlock;
        if (Mentions(error, "frame_extraction", "no frames", "corrupted"))
            return FailureMode.MotionFailure;
        if (Mentions(error, "identity", "character", "face"))
            return FailureMode.IdentityDrift;
        if (Mentions(error, "start_frame_critic") && Mentions(error, "hard fail"))
            return FailureMode.IdentityDrift;
        if (Mentions(error, "video_frame_critic"))
            return FailureMode.MotionFailure;
        return Mentions(finalState, FinalStates.VideoSemanticFailed, FinalStates.PendingQc) ? FailureMode.Unknown : FailureMode.None;
    }

    private static bool Is(string text, string state) => string.Equals(text, state, StringComparison.OrdinalIgnoreCase);

    private static bool Mentions(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
