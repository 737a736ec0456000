using Recoil.Contracts;

namespace Recoil.Storage.Reviews;

/// <summary>A shot that a person has to look at.</summary>
public sealed record ReviewEntry
{
    public required Guid ReviewId { get; init; }
    public required EnqueueReview Request { get; init; }
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Who is looking at it, or was until <see cref="ClaimedUntil"/>; null when the entry was never claimed.</summary>
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>What was decided; null while the entry is open.</summary>
    public ReviewDecided? Decision { get; init; }

    /// <summary>Who else holds the entry at this time, or null.</summary>
    public string? HeldAgainst(string person, DateTimeOffset now) => ClaimedUntil > now && ClaimedBy != person ? ClaimedBy : null;
}
