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

    public async Task<RunRequested?> FindRunAsync(string project, string runId, CancellationToken cancellationToken) =>
        (await LookUpRunAsync(project, runId, cancellationToken))?.Run;

    public async Task<RunRecord?> LookUpRunAsync(string project, string runId, CancellationToken cancellationToken) =>
        (await ListRunsAsync(int.MaxValue, cancellationToken)).FirstOrDefault(run => run.Run.Project == project && run.Run.RunId == runId);

    public Task<IReadOnlyList<UnreadableSaga>> ListUnreadableRunsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<UnreadableSaga>>([]);

    public Task<IReadOnlyList<RunRecord>> ListRunsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunRecord>>(
    [
        .. runs.Select(run => new RunRecord(
            new RunRequested
            {
                Project = run.Project, RunId = run.RunId, Model = "m", EpisodeCap = 1, ShotCap = 1,
                Shots = [.. run.Shots.Select(shot => new ShotFields { ShotId = shot })],
            },
            DateTimeOffset.UnixEpoch, null, null, [.. run.Shots.Select(shot => new RunShotRecord(shot, false, null, Costs.GetValueOrDefault(shot, KnownCost.Free)))])),
    ]);
}
