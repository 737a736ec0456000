using Recoil.Cli.Connecting;
using Recoil.Cli.Progress;
using Recoil.Contracts;
using Recoil.Shots;

namespace Recoil.Cli.Submitting;

/// <summary>
/// Follows a run that other processes make. What comes over the bus is shown at once; the store has the last word, so that
/// an event that was lost with a connection is made up for.
/// </summary>
internal sealed class RunFollow(RunRequested run, IShotArchive archive, IRunProgress progress, TimeProvider time)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly StoreRetry _storeRetry = new(progress.Log, time);
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Receive(ShotProgressed shot)
    {
        if (Concerns(shot.Project, shot.RunId))
            progress.Show(shot);
    }

    public void Receive(ShotCompleted shot)
    {
        if (!Concerns(shot.Project, shot.RunId))
            return;
        lock (_lock)
            _shown.Add(shot.ShotId);
        progress.Show(shot);
    }

    public void Receive(RunCompleted completed)
    {
        if (Concerns(completed.Project, completed.RunId))
            _ended.TrySetResult();
    }

    /// <summary>Waits until the store has the run's end.</summary>
    public async Task UntilEndAsync(CancellationToken cancellationToken)
    {
        while (!await _storeRetry.AskAsync(() => HasEndedAsync(cancellationToken), cancellationToken))
        {
            await Task.WhenAny(_ended.Task, Task.Delay(s_look, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Shows results that the store has but no event reported.</summary>
    /// <returns>Whether the run has ended.</returns>
    private async Task<bool> HasEndedAsync(CancellationToken cancellationToken)
    {
        var found = await archive.LookUpRunAsync(run.Project, run.RunId, cancellationToken);
        foreach (var shot in (found?.Shots ?? []).Where(shot => shot.Status is not null && !IsShown(shot.ShotId)))
        {
            if (await archive.FindAsync(run.Project, run.RunId, shot.ShotId, cancellationToken) is { Result: { } result })
                Receive(result);
        }

        return found?.Result is not null;
    }

    private bool IsShown(string shotId)
    {
        lock (_lock)
            return _shown.Contains(shotId);
    }

    private bool Concerns(string project, string runId) => run.Project == project && run.RunId == runId;
}
