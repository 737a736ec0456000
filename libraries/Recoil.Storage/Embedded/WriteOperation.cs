namespace Recoil.Storage.Embedded;

internal enum WriteKind
{
    Saga,
    Ledger,
    Take,
    Review,
    FailedMessage,
    Run,
    ApprovedShot,
    Judgement,
}

/// <summary>One write that waits for its turn, and whoever waits for it.</summary>
internal abstract class WriteOperation(WriteKind kind)
{
    public WriteKind Kind { get; } = kind;

    /// <summary>Runs inside the writer's transaction; again when that had to be rolled back.</summary>
    public abstract void Run(Session session);

    /// <summary>Completes the caller's task: the write is on disk.</summary>
    public abstract void Confirm();

    public abstract void Fail(Exception exception);

    /// <summary>Ends the operation if its caller has gone; one that has begun is not cancelled any more.</summary>
    public abstract bool EndIfCancelled();
}

internal sealed class WriteOperation<TArguments, TResult>(
    WriteKind kind, Func<Session, TArguments, TResult> run, TArguments arguments, CancellationToken cancellationToken)
    : WriteOperation(kind)
{
    private readonly TaskCompletionSource<TResult> _caller = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;

    public Task<TResult> Task => _caller.Task;

    public override void Run(Session session) => _result = run(session, arguments);

    public override void Confirm() => _caller.SetResult(_result!);

    public override void Fail(Exception exception) => _caller.SetException(exception);

    public override bool EndIfCancelled() => cancellationToken.IsCancellationRequested && _caller.TrySetCanceled(cancellationToken);
}
