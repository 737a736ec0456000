using MassTransit;
using Recoil.Contracts;
using Recoil.Storage;

namespace Recoil.Cli.Running;

/// <summary>What is seen of a run from outside, and what stops it.</summary>
internal sealed class EpisodeWatch : IConsumeObserver
{
    private readonly TaskCompletionSource<RunCompleted> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunRequested? _run;
    private Action<ShotProgressed> _progressed = _ => { };
    private Action<ShotCompleted> _completed = _ => { };

    /// <summary>The end of the run; fails when the store fails, because then nothing would ever end it.</summary>
    public Task<RunCompleted> Watch(RunRequested run, Action<ShotProgressed> progressed, Action<ShotCompleted> completed)
    {
        _progressed = progressed;
        _completed = completed;
        _run = run;
        return _end.Task;
    }

    /// <summary>The run cannot continue.</summary>
    public void Fail(Exception why) => _end.TrySetException(why);

    public void Receive(ShotProgressed progress)
    {
        if (Concerns(progress.Project, progress.RunId))
            _progressed(progress);
    }

    public void Receive(ShotCompleted completed)
    {
        if (Concerns(completed.Project, completed.RunId))
            _completed(completed);
    }

    public void Receive(RunCompleted completed)
    {
        if (Concerns(completed.Project, completed.RunId))
            _end.TrySetResult(completed);
    }

    public Task PreConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception) where T : class
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is StorageUnavailableException why)
                Fail(why);
        }

        return Task.CompletedTask;
    }

    private bool Concerns(string project, string runId) => _run is { } run && run.Project == project && run.RunId == runId;
}

/// <summary>Listens for the process that shows the run.</summary>
internal sealed class EpisodeWatcher(EpisodeWatch watch) : IConsumer<ShotProgressed>, IConsumer<ShotCompleted>, IConsumer<RunCompleted>
{
    public Task Consume(ConsumeContext<ShotProgressed> context)
    {
        watch.Receive(context.Message);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<ShotCompleted> context)
    {
        watch.Receive(context.Message);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<RunCompleted> context)
    {
        watch.Receive(context.Message);
        return Task.CompletedTask;
    }
}
