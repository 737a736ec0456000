using Recoil.Contracts;
using Recoil.Shots.Runs;
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
    ShotCompleted? Result, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<OpRecord> Ops, string? SoftenedPrompt);

/// <summary>A run, under way or ended.</summary>
/// <param name="Run">The request.</param>
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
public sealed record RunShotRecord(string ShotId, bool Started, ShotStatus? Status, KnownCost Cost);

/// <summary>Looks up shots and runs.</summary>
public interface IShotArchive
{
    /// <summary>The shot, or null when it was never requested or is no longer kept.</summary>
    Task<ShotRecord?> FindAsync(string project, string runId, string shotId, CancellationToken cancellationToken);

    /// <summary>A run's request, or null when there was none or it is no longer kept.</summary>
    Task<RunRequested?> FindRunAsync(string project, string runId, CancellationToken cancellationToken);

    /// <summary>A run, or null when it was never requested or is no longer kept.</summary>
    Task<RunRecord?> LookUpRunAsync(string project, string runId, CancellationToken cancellationToken);

    /// <summary>The runs that were begun last, newest first, without those that cannot be read.</summary>
    Task<IReadOnlyList<RunRecord>> ListRunsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Those among the runs that were begun last whose document cannot be read.</summary>
    Task<IReadOnlyList<UnreadableSaga>> ListUnreadableRunsAsync(int limit, CancellationToken cancellationToken);
}

/// <summary>Reads the sagas' own documents.</summary>
internal sealed class ShotArchive(ISagaDocumentStore<ShotState> shots, ISagaDocumentStore<RunState> runs) : IShotArchive
{
    public async Task<ShotRecord?> FindAsync(string project, string runId, string shotId, CancellationToken cancellationToken)
    {
        var document = await shots.LoadAsync(ShotIdentity.OfShot(project, runId, shotId), cancellationToken);
        return document?.State is { } shot
            ? new ShotRecord(
                shot is { Cancelling: not null, Result: null } ? "Cancelling" : shot.CurrentState, shot.Routing?.Attempt ?? 0, shot.Routing?.Take ?? 0, shot.Takes.Cost(),
                Approved(shot) ?? shot.Result, ShotTimeline.Of(shot), shot.Ops, shot.Routing?.SoftenedPrompt)
            : null;
    }

    public async Task<RunRequested?> FindRunAsync(string project, string runId, CancellationToken cancellationToken) =>
        (await runs.LoadAsync(ShotIdentity.OfRun(project, runId), cancellationToken))?.State.Run;

    public async Task<RunRecord?> LookUpRunAsync(string project, string runId, CancellationToken cancellationToken) =>
        Record((await runs.LoadAsync(ShotIdentity.OfRun(project, runId), cancellationToken))?.State);

    public async Task<IReadOnlyList<RunRecord>> ListRunsAsync(int limit, CancellationToken cancellationToken) =>
        [.. (await runs.ListNewestAsync(limit, cancellationToken)).Documents.Select(document => Record(document.State)).OfType<RunRecord>()];

    public async Task<IReadOnlyList<UnreadableSaga>> ListUnreadableRunsAsync(int limit, CancellationToken cancellationToken) =>
        (await runs.ListNewestAsync(limit, cancellationToken)).Unreadable;

    /// <summary>The end with the take that a person approved: it may be one that a person made.</summary>
    private static ShotCompleted? Approved(ShotState shot) =>
        shot is { Result: { } result, Closed: { Decision: ReviewDecision.Approve, OutputPath: { } output } closed } && closed.ReviewId == shot.Review?.ReviewId
            ? result with { OutputPath = output }
            : null;

    private static RunRecord? Record(RunState? saga) => saga is { Run: { } run }
        ? new RunRecord(
            run, saga.StartedAt, saga.Cancelled?.By, saga.Result, [.. saga.Shots.Select(shot => new RunShotRecord(shot.ShotId, shot.Started, shot.Status, shot.KnownCost))])
        : null;
}
