namespace Recoil.Contracts;

/// <summary>A person decided on a shot.</summary>
public sealed record ReviewDecided
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }
    public required Guid ReviewId { get; init; }
    public required ReviewDecision Decision { get; init; }

    /// <summary>Who decided.</summary>
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
    public required DateTimeOffset At { get; init; }
}
