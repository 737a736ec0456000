using Recoil.Cli.Running;
using Recoil.Contracts;
using Recoil.Reports;
using Recoil.Runs.Testing;
using Recoil.Storage.Budget;

namespace Recoil.Cli.Tests.Fixtures;

/// <summary>Ends every shot as it is told to, without any service.</summary>
internal sealed class ScriptedHost(EpisodeHostOptions options, ScriptedHost.Script script) : IEpisodeHost
{
    private RunSnapshot? _snapshot;

    /// <param name="Shot">How a shot ends; null for one that is never started.</param>
    /// <param name="While">Called when the run has begun.</param>
    internal sealed record Script(Func<ShotFields, ShotStatus?> Shot, Func<CancellationToken, Task>? While = null);

    public static Script AllOk { get; } = new(_ => ShotStatus.Ok);

    public async Task<RunCompleted> RunAsync(
        RunRequested run, Action<ShotProgressed> progressed, Action<ShotCompleted> completed, CancellationToken cancellationToken)
    {
        if (script.While is { } wait)
            await wait(cancellationToken);

        _snapshot = SampleRun.Of(run, options.OutputFolder, script.Shot);
        foreach (var result in _snapshot.Shots.Select(shot => shot.Result).OfType<ShotCompleted>())
        {
            progressed(Progress(result, "ReservingBudget"));
            progressed(Progress(result, "Generating"));
            progressed(Progress(result, "Generating"));
            completed(result);
            completed(result);
            progressed(Progress(result, "Critiquing"));
        }

        return new RunCompleted
        {
            Project = run.Project,
            RunId = run.RunId,
            CountsByStatus = new Dictionary<string, int>(StringComparer.Ordinal),
            NotStarted = _snapshot.Shots.Count(shot => shot.Result is null),
            CostUsd = _snapshot.Shots.Sum(shot => shot.Result?.CostUsd ?? 0),
            Duration = TimeSpan.FromSeconds(1),
        };
    }

    public Task<RunSnapshot> ReadAsync(RunRequested run, CancellationToken cancellationToken) =>
        Task.FromResult(_snapshot ?? new RunSnapshot(run, [], [], new AccountBalance(0, 0, 0)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ShotProgressed Progress(ShotCompleted shot, string state) => new()
    {
        CorrelationId = shot.CorrelationId,
        Project = shot.Project,
        RunId = shot.RunId,
        ShotId = shot.ShotId,
        State = state,
        Attempt = 1,
        Take = 1,
        CostUsd = 0,
    };
}
