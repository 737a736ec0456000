using Recoil.Contracts;
using Recoil.Storage.Runs;

namespace Recoil.Shots.Runs;

/// <summary>When a shot of a run may be made again, and how it stands then. Pure.</summary>
internal static class Remaking
{
    /// <summary>Why a shot stays as it is; null when it may be made again.</summary>
    /// <param name="shot">How it stands.</param>
    /// <param name="isActive">Whether its run waits for its end.</param>
    public static LeftAloneReason? WhyNot(ShotProgress shot, bool isActive) => shot switch
    {
        { IsBeingRemade: true } => LeftAloneReason.BeingRemade,
        _ when isActive => LeftAloneReason.NotEnded,
        { Status: null } => LeftAloneReason.NotStarted,
        { IsOutcomeUnknown: true } => LeftAloneReason.OutcomeUnknown,
        _ => null,
    };

    /// <summary>Whether a request has had the shot made again, or is about to.</summary>
    public static bool Was(ShotProgress shot, Guid remakeId) => shot.Remake?.Requests.Contains(remakeId) is true;

    /// <summary>The shot from when it is to be made again: it is no longer accepted, and waits until what it is made from is.</summary>
    public static ShotProgress Marked(ShotProgress shot, RemakeShots request) => shot with
    {
        Place = ShotPlace.Waiting,
        Status = null,
        OutputPath = null,
        ApprovedOutput = null,
        Remake = new ShotRemake
        {
            Requests = [.. (shot.Remake?.Requests ?? []).TakeLast(ShotRemake.Remembered - 1), request.RemakeId],
            IsOpen = true,
            By = request.By,
            Note = request.Note,
            EditedPrompt = request.Shots.Contains(shot.ShotId, StringComparer.Ordinal) ? request.EditedPrompt : null,
            ExtraBudget = request.Shots.Contains(shot.ShotId, StringComparer.Ordinal) ? request.ExtraBudget : 0,
            Replaced = new ReplacedEnd(shot.Status!.Value, shot.OutputPath, shot.ApprovedOutput),
        },
    };

    /// <summary>The shot as it stood before it was to be made again.</summary>
    public static ShotProgress Withdrawn(ShotProgress shot) => shot is { IsBeingRemade: true, Remake: { Replaced: { } replaced } remake }
        ? shot with
        {
            Place = ShotPlace.Ended,
            Status = replaced.Status,
            OutputPath = replaced.OutputPath,
            ApprovedOutput = replaced.ApprovedOutput,
            Remake = Closed(remake),
        }
        : shot;

    /// <summary>A remake that is not asked for any more: only for whom it was is kept.</summary>
    public static ShotRemake Closed(ShotRemake remake) => new() { Requests = remake.Requests, By = remake.By };

    /// <summary>
    /// Whether a round that has ended is not the one that is asked for: a person's re-roll had begun before the shot heard of the remake, which is
    /// still to come.
    /// </summary>
    public static bool IsOvertakenBy(ShotProgress shot, ShotCompleted ended) => shot.IsBeingRemade && shot.Remake!.Requests[^1] != ended.RemakeId;

    /// <summary>What asks the shot for it.</summary>
    public static RemakeShot Request(ShotProgress shot, ShotRequested request) => new()
    {
        RemakeId = shot.Remake!.Requests[^1],
        Round = shot.Round,
        Shot = request,
        By = shot.Remake.By,
        Note = shot.Remake.Note,
        EditedPrompt = shot.Remake.EditedPrompt,
        ExtraBudget = shot.Remake.ExtraBudget,
    };

    /// <summary>The takes that a shot was made from and that are no longer the accepted ones.</summary>
    /// <param name="shot">The shot; one that has not ended is built on nothing yet.</param>
    /// <param name="others">How the others stand, by their ids.</param>
    public static IEnumerable<string> ReplacedUnder(ShotProgress shot, IReadOnlyDictionary<string, ShotProgress> others) => shot.Status is null
        ? []
        : (shot.BuiltOn ?? []).Where(used => others.GetValueOrDefault(used.ShotId)?.AcceptedOutput != used.Take).Select(used => used.ShotId);
}
