using Recoil.Contracts;
using Recoil.Shots;
using Recoil.Storage.Sagas;

namespace Recoil.Cli.Tests.Statuses;

/// <summary>An archive of runs whose shots have not begun.</summary>
internal sealed class ArchiveOfRuns(params (string Project, string RunId, string[] Shots)[] runs) : IShotArchive
{
    /// <summary>What runs know of the costs of their shots; of others nothing was bought.</summary>
    public Dictionary<string, KnownCost> Costs { get; } = new(StringComparer.Ordinal);

    public Task<ShotRecord?> FindAsync(string project, string runId, string shotId, CancellationToken cancellationToken) => Task.FromResult<ShotRecord?>(null);

    public Task<RunRequested?> FindRunAsync(string project, string runId, CancellationToken cancellationToken) => Task.FromResult(
        Find(project, runId) is { Shots: { } shots } ? Request(project, runId) with { Shots = [.. shots.Select(shot => new ShotFields { ShotId = shot })] } : null);

    public Task<RunRecord?> LookUpRunAsync(string project, string runId, CancellationToken cancellationToken) => Task.FromResult(
        Find(project, runId) is { Shots: { } shots }
            ? new RunRecord(Request(project, runId), DateTimeOffset.UnixEpoch, null, null, [.. shots.Select(shot => new RunShotRecord(shot, false, null, Costs.GetValueOrDefault(shot, KnownCost.Free)))])
            : null);

    public Task<RunSummary?> SummarizeRunAsync(string project, string runId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(project, runId) is { Shots: { } shots } ? Summary(project, runId, shots) : null);

    public Task<RunStanding?> CountShotsAsync(string project, string runId, CancellationToken cancellationToken) => Task.FromResult(
        Find(project, runId) is { Shots: { } shots } ? new RunStanding(new Dictionary<ShotStatus, int>(), 0, shots.Length, KnownCost.Free) : null);

    public Task<bool> HasShotAsync(string project, string runId, string shotId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(project, runId) is { Shots: { } shots } && shots.Contains(shotId, StringComparer.Ordinal));

    public Task<IReadOnlyList<string>> FindBuiltOnAsync(string project, string runId, string shotId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<IReadOnlyList<UnreadableSaga>> ListUnreadableRunsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<UnreadableSaga>>([]);

    public Task<IReadOnlyList<RunSummary>> ListRunsAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunSummary>>([.. runs.Select(run => Summary(run.Project, run.RunId, run.Shots))]);

    private (string Project, string RunId, string[] Shots) Find(string project, string runId) => Array.Find(runs, run => run.Project == project && run.RunId == runId);

    private static RunSummary Summary(string project, string runId, string[] shots) => new(Request(project, runId), DateTimeOffset.UnixEpoch, null, null, shots.Length);

    private static RunRequested Request(string project, string runId) => new() { Project = project, RunId = runId, Model = "m", EpisodeCap = 1, ShotCap = 1, Shots = [] };
}
