namespace Recoil.Storage.Sagas;

/// <summary>Keeps the documents of one type of saga. A write is atomic; a confirmed write survives a crash.</summary>
/// <typeparam name="TState">The saga's state.</typeparam>
public interface ISagaDocumentStore<TState> where TState : class
{
    /// <summary>The document as it is now, or null.</summary>
    Task<SagaDocument<TState>?> LoadAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Stores a new document as version 1 and sets its version.</summary>
    /// <returns>False when the id is taken; nothing was changed then.</returns>
    Task<bool> TryInsertAsync(SagaDocument<TState> document, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the document if the stored version is still <see cref="SagaDocument{TState}.Version"/>, and counts the
    /// version up, in the store and in the object.
    /// </summary>
    /// <returns>False when the stored version differs or the document is gone; nothing was changed then.</returns>
    Task<bool> TryReplaceAsync(SagaDocument<TState> document, CancellationToken cancellationToken);

    /// <summary>
    /// Claims documents that are due, most overdue first: no other caller gets them before <paramref name="claim"/> has passed.
    /// The version does not change; a document that is written meanwhile is due again when its writer says so.
    /// </summary>
    Task<SagaBatch<TState>> ClaimDueAsync(DateTimeOffset now, TimeSpan claim, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Sets a claimed document aside: no sweeper gets it again, see <see cref="ISetAsideSagas"/>. Nothing of it is lost, and its
    /// saga's next step ends it.
    /// </summary>
    /// <returns>False when a step has written the document since it was claimed; nothing was changed then.</returns>
    Task<bool> SetAsideAsync(Guid id, string reason, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Strikes delivered messages out of outboxes, whatever version the documents have by now. An outbox with nothing left is
    /// not looked at by any sweeper again. The version does not change.
    /// </summary>
    Task MarkDeliveredAsync(IReadOnlyCollection<OutboxDelivery> deliveries, CancellationToken cancellationToken);

    /// <summary>
    /// Makes every document due at <paramref name="now"/> whose outbox is not known to be delivered: for a transport that
    /// forgets its messages when the process ends.
    /// </summary>
    /// <returns>How many there are.</returns>
    Task<int> MakeUndeliveredDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes documents that have expired, once their outboxes are known to be delivered.</summary>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// The documents that were inserted last, newest first, however often they were replaced since. For people's overviews:
    /// not part of any saga step.
    /// </summary>
    /// <param name="limit">The most documents to return, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<SagaBatch<TState>> ListNewestAsync(int limit, CancellationToken cancellationToken);
}
