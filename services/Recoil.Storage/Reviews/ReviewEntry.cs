using Recoil.Contracts;

namespace Recoil.Storage.Reviews;

/// <summary>A shot that a person has to look at.</summary>
public sealed record ReviewEntry
{
    public required Guid ReviewId { get; init; }
    public required EnqueueReview Request { get; init; }
    public required DateTimeOffset EnqueuedAt { get; init; }
}
