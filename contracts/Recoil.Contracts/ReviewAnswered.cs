namespace Recoil.Contracts;

/// <summary>The review queue's answer to <see cref="ClaimReview"/> or <see cref="DecideReview"/>.</summary>
public sealed record ReviewAnswered
{
    public required Guid ReviewId { get; init; }
    public required bool Accepted { get; init; }

    /// <summary>Why not, in one line; null when it was accepted.</summary>
    public string? Refusal { get; init; }

    /// <summary>Who holds the entry, or null.</summary>
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>The decision that stands, or null.</summary>
    public ReviewDecision? Decision { get; init; }
}
