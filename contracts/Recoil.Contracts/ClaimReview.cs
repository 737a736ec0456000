namespace Recoil.Contracts;

/// <summary>
/// Please keep a review entry for one person, so that no two look at the same shot. Answered with <see cref="ReviewAnswered"/>.
/// </summary>
public sealed record ClaimReview
{
    public required Guid ReviewId { get; init; }

    /// <summary>Who wants to look at it. The same person again prolongs the claim.</summary>
    public required string By { get; init; }

    /// <summary>For how long, 1 second to 24 hours.</summary>
    public required TimeSpan For { get; init; }
}
