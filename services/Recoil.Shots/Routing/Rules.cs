namespace Recoil.Shots.Routing;

/// <summary>The names by which the timeline says which rule decided.</summary>
internal static class Rules
{
    /// <summary>The take passed without any finding.</summary>
    public const string CleanPass = "clean_pass";

    /// <summary>The finding is a soft one: the take is kept and the finding noted.</summary>
    public const string SoftFindingAccepted = "soft_finding_accepted";

    /// <summary>The finding would be accepted, but there is no output to keep.</summary>
    public const string NothingToAccept = "nothing_to_accept";

    /// <summary>The take passed, yet with a finding that cannot be accepted.</summary>
    public const string PassedWithObjection = "passed_with_objection";

    /// <summary>The take exists but could not be judged.</summary>
    public const string PendingQc = "pending_qc";

    /// <summary>The take came back as given up.</summary>
    public const string GivenUp = "given_up";

    /// <summary>Two attempts in a row ended with the same failure and no better score.</summary>
    public const string SameFailureTwice = "same_failure_twice";

    /// <summary>The failure mode needs a person at once.</summary>
    public const string ImmediateReview = "immediate_review";

    /// <summary>The content filter refused; the prompt may still be softened once.</summary>
    public const string SoftenRetry = "soften_retry";

    /// <summary>The content filter refused, and softening was used up, not allowed or without effect.</summary>
    public const string SoftenRetryExhausted = "soften_retry_exhausted";

    /// <summary>The prompt was softened.</summary>
    public const string Softened = "softened";

    /// <summary>The content filter refused a prompt in which nothing is to be softened; it is tried once more as it is.</summary>
    public const string HarmlessRefusal = "harmless_refusal";

    /// <summary>The attempt has a re-roll left for this failure mode.</summary>
    public const string Reroll = "reroll";

    /// <summary>The attempt has no re-roll left for this failure mode.</summary>
    public const string RerollsUsedUp = "rerolls_used_up";

    /// <summary>The failure has no name.</summary>
    public const string UnnamedFailure = "unnamed_failure";

    /// <summary>The provider was busy, slow or down.</summary>
    public const string ProviderTrouble = "provider_trouble";

    /// <summary>The generation gave no result at all.</summary>
    public const string GenerationFault = "generation_fault";

    /// <summary>Nobody knows whether the take was made and charged.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>All attempts were used.</summary>
    public const string AttemptsExhausted = "attempts_exhausted";

    /// <summary>There is no money for the take.</summary>
    public const string BudgetRefused = "budget_refused";

    /// <summary>An unexpected error ended the shot.</summary>
    public const string Crashed = "crashed";

    /// <summary>The shot was cancelled.</summary>
    public const string Cancelled = "cancelled";
}
