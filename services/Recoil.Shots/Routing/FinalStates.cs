namespace Recoil.Shots.Routing;

/// <summary>Final states that routing understands; any other text means nothing to it.</summary>
internal static class FinalStates
{
    /// <summary>The take exists but could not be judged.</summary>
    public const string PendingQc = "pending_qc";

    /// <summary>The maker of the take has given up on it.</summary>
    public const string IcuEscalated = "icu_escalated";

    /// <summary>Nobody knows whether the take was made and charged.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>The clip does not show what the prompt says.</summary>
    public const string VideoSemanticFailed = "video_semantic_failed";
}
