using Recoil.Contracts;

namespace Recoil.Shots.Routing;

/// <summary>The next thing to do with a shot.</summary>
/// <param name="Rule">The rule that decided, one of <see cref="Rules"/>.</param>
internal abstract record Decision(string Rule)
{
    /// <summary>The shot ends without a review.</summary>
    /// <param name="Rule">The rule that decided.</param>
    /// <param name="Status">How it ends.</param>
    /// <param name="FailureMode">What the result says was wrong last; null when nothing was.</param>
    /// <param name="OutputPath">The take the result speaks of, or null.</param>
    internal sealed record Complete(string Rule, ShotStatus Status, string? FailureMode, string? OutputPath) : Decision(Rule);

    /// <summary>The shot ends with a review.</summary>
    /// <param name="Rule">The rule that decided.</param>
    /// <param name="Status">How it ends.</param>
    /// <param name="Reason">Why a person must look.</param>
    /// <param name="FailureMode">What the result says was wrong; null when no take was ever judged.</param>
    /// <param name="ReviewFailureMode">What the review entry says was wrong.</param>
    /// <param name="OriginalPrompt">The prompt the review entry shows; for some reasons it is the softened one.</param>
    /// <param name="SoftenedPrompt">The softened prompt, where the entry is about softening and there was one.</param>
    /// <param name="OutputPath">The take to look at, or null.</param>
    internal sealed record Escalate(
        string Rule,
        ShotStatus Status,
        ReviewReason Reason,
        string? FailureMode,
        string ReviewFailureMode,
        string OriginalPrompt,
        string? SoftenedPrompt,
        string? OutputPath) : Decision(Rule);

    /// <summary>Another attempt begins.</summary>
    /// <param name="Rule">The rule that decided.</param>
    internal sealed record NextAttempt(string Rule) : Decision(Rule);

    /// <summary>The attempt continues with another take.</summary>
    /// <param name="Rule">The rule that decided.</param>
    /// <param name="Strategy">What that take does differently.</param>
    internal sealed record Reroll(string Rule, RerollStrategy Strategy) : Decision(Rule);

    /// <summary>
    /// The softener gets the current prompt; its answer goes to <see cref="ShotRouting.Softened"/>.
    /// </summary>
    /// <param name="Rule">The rule that decided.</param>
    /// <param name="Otherwise">What is done when the model is not eligible or the softener gives nothing.</param>
    internal sealed record Soften(string Rule, Escalate Otherwise) : Decision(Rule);
}
