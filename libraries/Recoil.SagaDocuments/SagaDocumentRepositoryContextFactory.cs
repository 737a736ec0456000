using MassTransit;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Saga;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments;

/// <summary>MassTransit's extension point for a saga store: every message to a saga goes through here.</summary>
internal sealed class SagaDocumentRepositoryContextFactory<TSaga>(
    ISagaDocumentStore<TSaga> store, DeliveryTracker<TSaga> tracker, SagaDocumentOptions options, TimeProvider time, IBus bus,
    IServiceProvider provider)
    : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class
    {
        var id = context.CorrelationId ?? throw new SagaException("The message has no correlation id.", typeof(TSaga), typeof(T));
        var message = new InboxEntry(
            context.MessageId ?? throw new SagaException("The message has no message id.", typeof(TSaga), typeof(T), id),
            MessageUrn.ForTypeString<T>());

        var document = await store.LoadAsync(id, context.CancellationToken);
        if (document is not null && document.Inbox.Contains(message))
        {
            await DeliverAgainAsync(context, document, message);
            return;
        }

        var captured = new CapturingConsumeContext<T>(context, message, provider);
        var step = new SagaDocumentStep<TSaga>(store, tracker, options, time, message);
        var repositoryContext = new SagaDocumentRepositoryContext<TSaga, T>(captured, step, document, bus.Topology, time);

        await next.Send(repositoryContext);

        // Without a document there was no saga for the message, and no outbox for what was sent.
        await StoredEnvelope.SendAllAsync(context, captured.Captured, context.CancellationToken);
        if (repositoryContext.Written is { OutboxDueAt: not null } written)
            tracker.Add(written, captured.Captured);
    }

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class =>
        throw new NotSupportedException($"{typeof(TSaga).Name} is found by correlation id only; {typeof(T).Name} is correlated by a query.");

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class =>
        asyncMethod(new LoadContext(store, cancellationToken));

    public void Probe(ProbeContext context) => context.Add("persistence", "saga-document");

    /// <summary>The effect of this message is in the state; what it sends may not have been delivered.</summary>
    private async Task DeliverAgainAsync(ConsumeContext context, SagaDocument<TSaga> document, InboxEntry message)
    {
        if (document.OutboxDueAt is null)
            return;

        var pending = document.Outbox.FindAll(m => m.CausedBy == message && !tracker.Knows(document.Id, m.MessageId));
        await StoredEnvelope.SendAllAsync(context, pending, context.CancellationToken);
        if (pending.Count > 0)
            tracker.Add(document, pending);
    }

    private sealed class LoadContext(ISagaDocumentStore<TSaga> store, CancellationToken cancellationToken)
        : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<TSaga>
    {
        public async Task<TSaga> Load(Guid correlationId) =>
            (await store.LoadAsync(correlationId, CancellationToken))?.State!;
    }
}
