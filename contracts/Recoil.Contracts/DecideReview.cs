namespace Recoil.Contracts;

/// <summary>
/// Please take a person's decision on a review entry. The first decision stands; the same one again is accepted again.
/// Answered with <see cref="ReviewAnswered"/> where the sender asked for a response.
/// </summary>
public sealed record DecideReview
{
    public required Guid ReviewId { get; init; }
    public required ReviewDecision Decision { get; init; }

    /// <summary>Who decides.</summary>
    public required string By { get; init; }
    public string? Note { get; init; }

    /// <summary>Re-roll only: the prompt to use from now on; null keeps the present one.</summary>
    public string? EditedPrompt { get; init; }

    /// <summary>Re-roll only: US dollars by which both caps are raised for this shot; not negative.</summary>
    public decimal ExtraBudget { get; init; }

    /// <summary>
    /// What the provider charged for the take whose outcome is unknown, in US dollars; not negative. Required where the review's reason is
    /// <see cref="ReviewReason.OutcomeUnknown"/>, absent otherwise.
    /// </summary>
    public decimal? ChargedUsd { get; init; }

    /// <summary>Approval only: the take that a person made, which stands in place of the generated ones; null approves what is shown.</summary>
    public string? SuppliedOutput { get; init; }
}
