using Recoil.Contracts;
using Recoil.Shots.Runs;
using Recoil.Storage.Sagas;

namespace Recoil.Shots;

/// <summary>What is known of a shot, under way or ended.</summary>
/// <param name="Result">How it ended; null while it has not.</param>
/// <param name="Timeline">Everything that happened, oldest first.</param>
/// <param name="Ops">Operation records, oldest first.</param>
/// <param name="SoftenedPrompt">The prompt after softening, or null.</param>
public sealed record ShotRecord(
    ShotCompleted? Result, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<OpRecord> Ops, string? SoftenedPrompt);

/// <summary>Looks shots and runs up.</summary>
public interface IShotArchive
{
    /// <summary>The shot, or null when it was never asked for or is no longer kept.</summary>
    Task<ShotRecord?> FindAsync(string project, string runId, string shotId, CancellationToken cancellationToken);

    /// <summary>What a run was begun with, or null when it was never asked for or is no longer kept.</summary>
    Task<RunRequested?> FindRunAsync(string project, string runId, CancellationToken cancellationToken);
}

/// <summary>The shot sagas' own documents.</summary>
internal sealed class ShotArchive(ISagaDocumentStore<ShotState> shots, ISagaDocumentStore<RunState> runs) : IShotArchive
{
    public async Task<ShotRecord?> FindAsync(string project, string runId, string shotId, CancellationToken cancellationToken)
    {
        var document = await shots.LoadAsync(ShotIdentity.OfShot(project, runId, shotId), cancellationToken);
        return document?.State is { } shot
            ? new ShotRecord(shot.Result, shot.Timeline, shot.Ops, shot.Routing?.SoftenedPrompt)
            : null;
    }

    public async Task<RunRequested?> FindRunAsync(string project, string runId, CancellationToken cancellationToken) =>
        (await runs.LoadAsync(ShotIdentity.OfRun(project, runId), cancellationToken))?.State.Run;
}
