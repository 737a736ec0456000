using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using MassTransit.Scheduling;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments;

/// <summary>One step of one saga: a read, the machine, and one conditional write of everything the step did.</summary>
internal sealed class SagaDocumentRepositoryContext<TSaga, TMessage> : ConsumeContextScope<TMessage>, SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TMessage : class
{
    private readonly SagaDocumentStep<TSaga> _step;
    private readonly CapturingConsumeContext<TMessage> _captured;
    private SagaDocument<TSaga>? _document;

    public SagaDocumentRepositoryContext(
        CapturingConsumeContext<TMessage> captured, SagaDocumentStep<TSaga> step, SagaDocument<TSaga>? document, IBusTopology topology, TimeProvider time)
        : base(captured)
    {
        _captured = captured;
        _step = step;
        _document = document;
        AddOrUpdatePayload<MessageSchedulerContext>(
            () => Scheduler(topology, time), _ => Scheduler(topology, time));
    }

    /// <summary>The document as this step has written it; null when the step wrote nothing.</summary>
    public SagaDocument<TSaga>? Written { get; private set; }

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance)
    {
        _document = new SagaDocument<TSaga> { Id = instance.CorrelationId, State = instance };
        return Context(instance);
    }

    /// <remarks>Nothing is written yet: the step's single write is an insert, and losing it is a concurrency conflict.</remarks>
    public Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance) =>
        _document is null ? Add(instance) : Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(null!);

    public Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId) =>
        _document is null ? Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(null!) : Context(_document.State);

    public Task Save(SagaConsumeContext<TSaga> context) => WriteAsync();

    public Task Update(SagaConsumeContext<TSaga> context) =>
        UnchangedSaga.IsIn(context) && _captured.Captured.Count == 0 ? Task.CompletedTask : WriteAsync();

    /// <remarks>A finished saga's document stays: a repeated or late message must find it.</remarks>
    public Task Delete(SagaConsumeContext<TSaga> context) => WriteAsync();

    /// <remarks>Called for a saga that ended in its first step, and after an exception, when nothing may be written.</remarks>
    public Task Discard(SagaConsumeContext<TSaga> context) => context.IsCompleted ? WriteAsync() : Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class =>
        Task.FromResult<SagaConsumeContext<TSaga, T>>(new DefaultSagaConsumeContext<TSaga, T>(consumeContext, instance));

    private async Task WriteAsync()
    {
        var document = _document ?? throw new InvalidOperationException("A saga step is written before its saga was loaded or added.");
        await _step.WriteAsync(document, _captured.Captured, CancellationToken);
        Written = document;
    }

    private Task<SagaConsumeContext<TSaga, TMessage>> Context(TSaga instance) =>
        Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(new DefaultSagaConsumeContext<TSaga, TMessage>(this, instance));

    private ConsumeMessageSchedulerContext Scheduler(IBusTopology topology, TimeProvider time) => new(this, _ =>
        new MessageScheduler(new TimerScheduleProvider(_document!.Timers, time), topology));
}
