using Recoil.Contracts;
using Recoil.Shots.Runs;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;

namespace Recoil.Shots;

/// <summary>A shot, under way or ended.</summary>
/// <param name="State">The saga's state, such as <c>Generating</c>; <c>Cancelling</c> while a cancelled shot waits for a take.</param>
/// <param name="Attempt">The attempt that it is at, or ended with.</param>
/// <param name="Take">The take within the attempt.</param>
/// <param name="Cost">What its takes cost so far.</param>
/// <param name="Result">How it ended; null while it has not.</param>
/// <param name="Timeline">Everything that happened, oldest first.</param>
/// <param name="Ops">Operation records, oldest first.</param>
/// <param name="SoftenedPrompt">The prompt after softening, or null.</param>
public sealed record ShotRecord(
    string State, int Attempt, int Take, KnownCost Cost,
    ShotCompleted? Result, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<OpRecord> Ops, string? SoftenedPrompt)
{
    /// <summary>What its last round was requested with.</summary>
    public ShotRequested? Request { get; init; }
}

/// <summary>A run, under way or ended.</summary>
/// <param name="Run">The request, without its shots.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="CancelledBy">Who cancelled it, or null.</param>
/// <param name="Result">How it ended; null while it has not.</param>
/// <param name="Shots">One for every shot, in the plan's order.</param>
public sealed record RunRecord(
    RunRequested Run, DateTimeOffset StartedAt, string? CancelledBy, RunCompleted? Result, IReadOnlyList<RunShotRecord> Shots)
{
    /// <summary>What the shots that have ended cost, late bills included.</summary>
    public KnownCost Cost => KnownCost.Sum(Shots.Select(shot => shot.Cost));
}

/// <summary>A shot of a run, as the run knows it.</summary>
/// <param name="ShotId">The shot.</param>
/// <param name="Started">Whether it has been requested.</param>
/// <param name="Status">How it ended; null while it has not.</param>
/// <param name="Cost">What it cost as far as the run knows: at its end, and after a late bill.</param>
public sealed record RunShotRecord(string ShotId, bool Started, ShotStatus? Status, KnownCost Cost)
{
    /// <summary>The shots whose takes it was made from and that have other accepted takes by now, or none.</summary>
    public IReadOnlyList<string> BuiltOnReplaced { get; init; } = [];
}

/// <summary>A run in few words.</summary>
/// <param name="Run">The request, without its shots.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="CancelledBy">Who cancelled it, or null.</param>
/// <param name="Result">How it ended; null while it has not.</param>
/// <param name="Shots">How many shots were planned.</param>
public sealed record RunSummary(RunRequested Run, DateTimeOffset StartedAt, string? CancelledBy, RunCompleted? Result, int Shots);

/// <summary>How the shots of a run stand together.</summary>
/// <param name="Ended">How many ended with each status that occurs.</param>
/// <param name="UnderWay">How many have been requested and have not ended.</param>
/// <param name="NotStarted">How many have not been requested.</param>
/// <param name="Cost">What those that have ended cost, late bills included.</param>
public sealed record RunStanding(IReadOnlyDictionary<ShotStatus, int> Ended, int UnderWay, int NotStarted, KnownCost Cost);

/// <summary>Looks up shots and runs.</summary>
public interface IShotArchive
{
    /// <summary>The shot, or null when it was never requested or is no longer kept.</summary>
    Task<ShotRecord?> FindAsync(string project, string runId, string shotId, CancellationToken cancellationToken);

    /// <summary>A run's request, or null when there was none or it is no longer kept.</summary>
    Task<RunRequested?> FindRunAsync(string project, string runId, CancellationToken cancellationToken);

    /// <summary>A run, or null when it was never requested or is no longer kept.</summary>
    Task<RunRecord?> LookUpRunAsync(string project, string runId, CancellationToken cancellationToken);

    /// <summary>A run in few words, or null when it was never requested or is no longer kept.</summary>
    Task<RunSummary?> SummarizeRunAsync(string project, string runId, CancellationToken cancellationToken);

    /// <summary>How the shots of a run stand together, or null when it was never requested or is no longer kept.</summary>
    Task<RunStanding?> CountShotsAsync(string project, string runId, CancellationToken cancellationToken);

    /// <summary>Whether a run has such a shot.</summary>
    Task<bool> HasShotAsync(string project, string runId, string shotId, CancellationToken cancellationToken);

    /// <summary>The shots of a run that were made from takes of this one, directly or through others, in the plan's order.</summary>
    Task<IReadOnlyList<string>> FindBuiltOnAsync(string project, string runId, string shotId, CancellationToken cancellationToken);

    /// <summary>The runs that were begun last, newest first, without those that cannot be read.</summary>
    Task<IReadOnlyList<RunSummary>> ListRunsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Those among the runs that were begun last whose document cannot be read.</summary>
    Task<IReadOnlyList<UnreadableSaga>> ListUnreadableRunsAsync(int limit, CancellationToken cancellationToken);
}

/// <summary>Reads the sagas' own documents, and what runs keep beside theirs.</summary>
internal sealed class ShotArchive(ISagaDocumentStore<ShotState> shots, ISagaDocumentStore<RunState> runs, IRunShots shotsOfRuns) : IShotArchive
{
    private const int AtOnce = 1000;

    public async Task<ShotRecord?> FindAsync(string project, string runId, string shotId, CancellationToken cancellationToken)
    {
        var document = await shots.LoadAsync(ShotIdentity.OfShot(project, runId, shotId), cancellationToken);
        return document?.State is { } shot
            ? new ShotRecord(
                shot is { Cancelling: not null, Result: null } ? "Cancelling" : shot.CurrentState, shot.Routing?.Attempt ?? 0, shot.Routing?.Take ?? 0, shot.Takes.Cost(),
                Approved(shot) ?? shot.Result, ShotTimeline.Of(shot), shot.Ops, shot.Routing?.SoftenedPrompt) { Request = shot.Request }
            : null;
    }

    public async Task<RunRequested?> FindRunAsync(string project, string runId, CancellationToken cancellationToken)
    {
        if (await StateAsync(project, runId, cancellationToken) is not { Run: { } run } saga)
            return null;
        return saga.Plan is { } plan
            ? run with { Shots = [.. (await AllAsync((from, limit) => shotsOfRuns.ReadPlannedAsync(plan, from, limit, cancellationToken))).Select(shot => shot.Shot)] }
            : run;
    }

    public async Task<RunRecord?> LookUpRunAsync(string project, string runId, CancellationToken cancellationToken) =>
        await StateAsync(project, runId, cancellationToken) is { Run: { } run } saga
            ? new RunRecord(run with { Shots = [] }, saga.StartedAt, saga.Cancelled?.By, saga.Result, await ShotsOfAsync(saga, cancellationToken))
            : null;

    public async Task<RunSummary?> SummarizeRunAsync(string project, string runId, CancellationToken cancellationToken) =>
        Summary(await StateAsync(project, runId, cancellationToken));

    public async Task<RunStanding?> CountShotsAsync(string project, string runId, CancellationToken cancellationToken)
    {
        if (await StateAsync(project, runId, cancellationToken) is not { } saga)
            return null;
        if (saga.Plan is not { } plan)
            return Count(await ShotsOfAsync(saga, cancellationToken), saga.ShotCount);
        var totals = await shotsOfRuns.SumAsync(plan, cancellationToken);
        return new RunStanding(totals.CountsByStatus, saga.Active.Count, saga.ShotCount - totals.CountsByStatus.Values.Sum() - saga.Active.Count, totals.Cost);
    }

    public async Task<bool> HasShotAsync(string project, string runId, string shotId, CancellationToken cancellationToken) =>
        await StateAsync(project, runId, cancellationToken) is { } saga
        && (saga.Plan is { } plan ? await shotsOfRuns.FindAsync(plan, shotId, cancellationToken) is not null : saga.Shots?.Exists(shot => shot.ShotId == shotId) is true);

    public async Task<IReadOnlyList<string>> FindBuiltOnAsync(string project, string runId, string shotId, CancellationToken cancellationToken)
    {
        if (await StateAsync(project, runId, cancellationToken) is not { Plan: { } plan } || await shotsOfRuns.FindAsync(plan, shotId, cancellationToken) is not { } shot)
            return [];
        return [.. (await BuiltOnShots.FindAsync(shotsOfRuns, plan, [shot.Index], cancellationToken)).Where(built => built.Round > 0).Select(built => built.ShotId)];
    }

    public async Task<IReadOnlyList<RunSummary>> ListRunsAsync(int limit, CancellationToken cancellationToken) =>
        [.. (await runs.ListNewestAsync(limit, cancellationToken)).Documents.Select(document => Summary(document.State)).OfType<RunSummary>()];

    public async Task<IReadOnlyList<UnreadableSaga>> ListUnreadableRunsAsync(int limit, CancellationToken cancellationToken) =>
        (await runs.ListNewestAsync(limit, cancellationToken)).Unreadable;

    private async Task<RunState?> StateAsync(string project, string runId, CancellationToken cancellationToken) =>
        (await runs.LoadAsync(ShotIdentity.OfRun(project, runId), cancellationToken))?.State;

    private async Task<IReadOnlyList<RunShotRecord>> ShotsOfAsync(RunState saga, CancellationToken cancellationToken)
    {
        if (saga.Plan is not { } plan)
            return [.. (saga.Shots ?? []).Select(shot => new RunShotRecord(shot.ShotId, shot.Started, shot.Status, KnownCost.Of(shot.Cost, shot.CostSource)))];
        var active = saga.Active.Select(shot => shot.Index).ToHashSet();
        var stand = await AllAsync((from, limit) => shotsOfRuns.ReadAsync(plan, from, limit, cancellationToken));
        var byId = stand.ToDictionary(shot => shot.ShotId, StringComparer.Ordinal);
        return [.. stand.Select(shot => new RunShotRecord(shot.ShotId, shot.Round > 0 || active.Contains(shot.Index), shot.Status, shot.Cost)
        {
            BuiltOnReplaced = [.. Remaking.ReplacedUnder(shot, byId)],
        })];
    }

    private static async Task<List<T>> AllAsync<T>(Func<int, int, Task<IReadOnlyList<T>>> read)
    {
        var all = new List<T>();
        IReadOnlyList<T> page;
        do
        {
            page = await read(all.Count, AtOnce);
            all.AddRange(page);
        }
        while (page.Count == AtOnce);
        return all;
    }

    private static RunStanding Count(IReadOnlyList<RunShotRecord> shots, int planned) => new(
        shots.Where(shot => shot.Status is not null).CountBy(shot => shot.Status!.Value).ToDictionary(),
        shots.Count(shot => shot is { Started: true, Status: null }),
        Math.Max(planned, shots.Count) - shots.Count(shot => shot.Started || shot.Status is not null),
        KnownCost.Sum(shots.Select(shot => shot.Cost)));

    /// <summary>The end with the take that a person approved: it may be one that a person made.</summary>
    private static ShotCompleted? Approved(ShotState shot) =>
        shot is { Result: { } result } && shot.ApprovedOutput() is { } output ? result with { OutputPath = output } : null;

    private static RunSummary? Summary(RunState? saga) => saga is { Run: { } run }
        ? new RunSummary(run with { Shots = [] }, saga.StartedAt, saga.Cancelled?.By, saga.Result, saga.Shots?.Count ?? saga.ShotCount)
        : null;
}
