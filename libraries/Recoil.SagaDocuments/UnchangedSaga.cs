using MassTransit;

namespace Recoil.SagaDocuments;

/// <summary>A step says that it changed nothing.</summary>
public static class UnchangedSaga
{
    /// <summary>
    /// This step found that nothing is to be done for its message, now or when it comes again: it is not written, unless it sends something.
    /// </summary>
    public static void NothingChanged<TSaga>(this BehaviorContext<TSaga> context) where TSaga : class, SagaStateMachineInstance =>
        context.GetOrAddPayload(static () => new Mark());

    internal static bool IsIn<TSaga>(SagaConsumeContext<TSaga> context) where TSaga : class, ISaga => context.TryGetPayload<Mark>(out _);

    private sealed class Mark;
}
