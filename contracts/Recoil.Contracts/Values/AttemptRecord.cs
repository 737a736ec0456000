namespace Recoil.Contracts;

/// <summary>One generation as the review queue sees it.</summary>
public sealed record AttemptRecord
{
    /// <summary>The attempt, 1 to 4.</summary>
    public required int Attempt { get; init; }

    /// <summary>The take within the attempt, counted from 1.</summary>
    public int Take { get; init; } = 1;

    /// <summary>Where the take is, or null.</summary>
    public string? Output { get; init; }

    /// <summary>What it cost in US dollars; null when the generation never gave a result, and while nobody knows.</summary>
    public decimal? Cost { get; init; }

    /// <summary>
    /// Where the cost comes from; unknown where there should be one and nobody knows it, null where there is none. Absent beside a cost of an earlier
    /// version: reported.
    /// </summary>
    public CostSource? CostSource { get; init; }

    /// <summary>The final state that came with it; null when the generation never gave a result.</summary>
    public string? FinalState { get; init; }

    /// <summary>What stopped the generation from giving a result.</summary>
    public string? Error { get; init; }

    /// <summary>Why the take did not come out, in the provider's words; null for one that did.</summary>
    public string? ProviderError { get; init; }

    /// <summary>What kind of error it was, if the provider's adapter knows.</summary>
    public ErrorKind? ErrorKind { get; init; }
}
