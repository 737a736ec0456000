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

    /// <summary>Entries without a decision, oldest first.</summary>
    /// <param name="project">Only of this project; null for all.</param>
    /// <param name="limit">The most entries to return.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<ReviewEntry>> ListOpenAsync(string? project, int limit, CancellationToken cancellationToken);
}
