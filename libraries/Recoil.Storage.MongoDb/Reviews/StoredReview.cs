using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.Storage.MongoDb.Reviews;

/// <summary>A review entry as its collection keeps it.</summary>
internal sealed class StoredReview
{
    public required Guid Id { get; init; }

    public required string Project { get; init; }

    public required string RunId { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Whether nothing is decided yet.</summary>
    public bool Open { get; init; }

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    public required EnqueueReview Request { get; init; }

    public ReviewDecided? Decision { get; init; }

    public static StoredReview Of(ReviewEntry entry) => new()
    {
        Id = entry.ReviewId,
        Project = entry.Request.Project,
        RunId = entry.Request.RunId,
        EnqueuedAt = entry.EnqueuedAt,
        Open = entry.Decision is null,
        ClaimedBy = entry.ClaimedBy,
        ClaimedUntil = entry.ClaimedUntil,
        Request = entry.Request,
        Decision = entry.Decision,
    };

    public ReviewEntry ToEntry() => new()
    {
        ReviewId = Id,
        EnqueuedAt = EnqueuedAt,
        Request = Request,
        ClaimedBy = ClaimedBy,
        ClaimedUntil = ClaimedUntil,
        Decision = Decision,
    };
}
