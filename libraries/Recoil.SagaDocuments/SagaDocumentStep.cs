using MassTransit;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments;

/// <summary>Writes a step: the state, the inbox entry, the outbox and the timers.</summary>
internal sealed class SagaDocumentStep<TSaga>(
    ISagaDocumentStore<TSaga> store, DeliveryTracker<TSaga> tracker, SagaDocumentOptions options, TimeProvider time,
    InboxEntry message)
    where TSaga : class, ISaga
{
    /// <exception cref="SagaConcurrencyException">Another step wrote the document since it was read.</exception>
    public async Task WriteAsync(SagaDocument<TSaga> document, List<OutboxMessage> captured, CancellationToken cancellationToken)
    {
        Remember(document);

        // A timer's message carries the timer's token: handling it ends the timer.
        document.Timers.RemoveAll(t => t.TokenId == message.MessageId);

        // What another process delivered stays until that process notes it: a message sent twice is better than one never sent.
        document.Outbox = document.OutboxDueAt is null
            ? captured
            : [.. document.Outbox.Where(sent => !tracker.Knows(document.Id, sent.MessageId)), .. captured];
        document.OutboxDueAt = document.Outbox.Count == 0 ? null : time.GetUtcNow() + options.OrphanAfter;
        document.ExpiresAt = (document.State as IExpiringSaga)?.ExpiresAt;

        var written = document.Version == 0
            ? await store.TryInsertAsync(document, cancellationToken)
            : await store.TryReplaceAsync(document, cancellationToken);
        if (!written)
            throw new SagaConcurrencyException(typeof(TSaga), document.Id);
        tracker.Forget(document.Id);
    }

    private void Remember(SagaDocument<TSaga> document)
    {
        document.Inbox.Add(message);
        if (document.Inbox.Count > options.InboxLimit)
            document.Inbox.RemoveRange(0, document.Inbox.Count - options.InboxLimit);
    }
}
