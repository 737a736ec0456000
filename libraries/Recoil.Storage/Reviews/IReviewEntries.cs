using Recoil.Contracts;

namespace Recoil.Storage.Reviews;

/// <summary>Keeps what people have to look at.</summary>
public interface IReviewEntries
{
    /// <summary>Adds an entry.</summary>
    /// <returns>False when the review id is there already; the first entry stays.</returns>
    Task<bool> TryAddAsync(ReviewEntry entry, CancellationToken cancellationToken);

    Task<ReviewEntry?> FindAsync(Guid reviewId, CancellationToken cancellationToken);

    /// <summary>Entries whose ids lie in a range, open or decided, in the order of their ids.</summary>
    /// <param name="ids">The range.</param>
    /// <param name="limit">The most entries to return, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<ReviewEntry>> FindAsync(ReviewIdRange ids, int limit, CancellationToken cancellationToken);

    /// <summary>The entries of a run, oldest first.</summary>
    Task<IReadOnlyList<ReviewEntry>> ListAsync(string project, string runId, CancellationToken cancellationToken);

    /// <summary>Entries without a decision, oldest first.</summary>
    /// <param name="project">Only of this project; null for all.</param>
    /// <param name="limit">The most entries to return, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<OpenReviews> ListOpenAsync(string? project, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps an open entry for one person until <paramref name="until"/>, unless another person has claimed it at <paramref name="now"/>.
    /// The same person's earlier claim is replaced.
    /// </summary>
    /// <returns>The entry as it is afterwards, or null when there is none.</returns>
    Task<ReviewEntry?> ClaimAsync(Guid reviewId, string person, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// Records a decision, unless there is one already or another person has claimed the entry at <paramref name="now"/>. The first one
    /// stays for good.
    /// </summary>
    /// <returns>The entry as it is afterwards, or null when there is none.</returns>
    Task<ReviewEntry?> DecideAsync(ReviewDecided decision, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Removes entries that were decided long ago, and those that nobody has decided for longer still, once their shots have no documents
    /// any more. An entry that cannot be read stays.
    /// </summary>
    /// <param name="decidedBefore">Decided ones go when they were decided before this time, in UTC.</param>
    /// <param name="enqueuedBefore">Open ones go when they were added before this time, in UTC.</param>
    /// <param name="limit">How many of either at most, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveAsync(DateTimeOffset decidedBefore, DateTimeOffset enqueuedBefore, int limit, CancellationToken cancellationToken);
}
