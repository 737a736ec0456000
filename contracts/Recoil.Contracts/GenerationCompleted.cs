namespace Recoil.Contracts;

/// <summary>A generation ended, well or badly.</summary>
public sealed record GenerationCompleted
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }
    public required Guid TakeId { get; init; }
    public required bool Success { get; init; }

    /// <summary>Where the take is; null when there is none.</summary>
    public string? Output { get; init; }

    /// <summary>The references that the take was made after; null from a generator that does not say, and where nothing was made.</summary>
    public UsedReferences? References { get; init; }

    /// <summary>What was paid in US dollars; not negative. Only what is known of it where <see cref="CostSource"/> is unknown, mostly 0.</summary>
    public required decimal Cost { get; init; }

    /// <summary>
    /// Where the cost comes from. A generator that leaves it out has it from the provider's bill, except with
    /// <see cref="ErrorKind.OutcomeUnknown"/>: then it is unknown, whatever is said here.
    /// </summary>
    public CostSource? CostSource { get; init; }

    /// <summary>The provider's error text.</summary>
    public string? Error { get; init; }

    /// <summary>What kind of error it was, if the provider's adapter knows.</summary>
    public ErrorKind? ErrorKind { get; init; }

    public string? FinalState { get; init; }

    /// <summary>The provider's id of the job.</summary>
    public string? ProviderJob { get; init; }

    /// <summary>
    /// The generator itself failed before there was any result; nothing was paid unless <see cref="CostSource"/> is unknown. Such an
    /// attempt leaves no verdict, no cost and no failure mode behind.
    /// </summary>
    public string? Fault { get; init; }
}
