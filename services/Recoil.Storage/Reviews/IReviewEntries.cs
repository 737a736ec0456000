namespace Recoil.Storage.Reviews;

/// <summary>Keeps what people have to look at.</summary>
public interface IReviewEntries
{
    /// <summary>Adds an entry.</summary>
    /// <returns>False when the review id is there already; the first entry stays.</returns>
    Task<bool> TryAddAsync(ReviewEntry entry, CancellationToken cancellationToken);

    Task<ReviewEntry?> FindAsync(Guid reviewId, CancellationToken cancellationToken);

    /// <summary>The entries of a run, oldest first.</summary>
    Task<IReadOnlyList<ReviewEntry>> ListAsync(string project, string runId, CancellationToken cancellationToken);
}
