using Recoil.Contracts;

namespace Recoil.Shots.Runs;

/// <summary>Which shots of a run may start. Pure.</summary>
internal static class RunSchedule
{
    /// <summary>The shots to start now, in the plan's order, at most as many as may be under way.</summary>
    /// <param name="state">The run.</param>
    /// <param name="usesSiblings">Whether a model uses the approved shot before as a reference.</param>
    /// <remarks>
    /// A keyframe that may use its neighbour waits for all earlier keyframes of its scene; scenes, clips and shots without a
    /// scene go side by side.
    /// </remarks>
    public static IReadOnlyList<int> Next(RunState state, Func<string, bool> usesSiblings)
    {
        if (state.Cancelled is not null || state.Failure is not null)
            return [];

        var run = state.Run!;
        var free = run.MaxParallel - state.Shots.Count(s => s.Started && s.Status is null);
        var startable = new List<int>();
        var scenesWithOpenKeyframes = new HashSet<int>();
        for (var i = 0; i < run.Shots.Count && startable.Count < free; i++)
        {
            var fields = run.Shots[i];
            var shot = state.Shots[i];
            var scene = SceneOf(fields);
            if (!shot.Started && shot.Status is null && !IsStopped(state, scene) && !WaitsForNeighbour(run, fields, scene, scenesWithOpenKeyframes, usesSiblings))
                startable.Add(i);
            if (shot.Status is null && scene is { } known && IsKeyframe(fields))
                scenesWithOpenKeyframes.Add(known);
        }

        return startable;
    }

    /// <summary>Whether nothing is under way and nothing will be started any more.</summary>
    public static bool IsOver(RunState state) =>
        state.Shots.TrueForAll(s => s.Status is not null || !s.Started)
        && Enumerable.Range(0, state.Shots.Count).All(i =>
            state.Shots[i].Started || state.Shots[i].Status is not null || state.Cancelled is not null || state.Failure is not null || IsStopped(state, SceneOf(state.Run!.Shots[i])));

    /// <summary>The nearest keyframe before a shot in its scene that is good or was approved by a person: what the shot may be anchored to.</summary>
    public static ApprovedShot? PreviousOf(RunState state, int index)
    {
        var shots = state.Run!.Shots;
        var scene = SceneOf(shots[index]);
        for (var i = index - 1; i >= 0 && scene is not null; i--)
        {
            if (state.Shots[i].IsAccepted && SceneOf(shots[i]) == scene && IsKeyframe(shots[i]))
                return new ApprovedShot { ShotId = shots[i].ShotId, OutputPath = state.Shots[i].ApprovedOutput ?? state.Shots[i].OutputPath, SceneIndex = scene };
        }

        return null;
    }

    /// <summary>The scene of a shot: its index, else its older id, else none.</summary>
    public static int? SceneOf(ShotFields shot) => shot.SceneIndex ?? shot.SceneId;

    private static bool IsKeyframe(ShotFields shot) => shot.Pipeline != "video";

    private static bool WaitsForNeighbour(
        RunRequested run, ShotFields shot, int? scene, HashSet<int> scenesWithOpenKeyframes, Func<string, bool> usesSiblings) =>
        scene is { } known && IsKeyframe(shot) && (run.EpisodeId.Length > 0 || shot.EpisodeId.Length > 0)
        && usesSiblings(shot.Model ?? run.Model) && scenesWithOpenKeyframes.Contains(known);

    private static bool IsStopped(RunState state, int? scene) => state.Run!.StopOnReview switch
    {
        StopOnReview.Run => state.Shots.Exists(NeedsPerson),
        StopOnReview.Scene => scene is not null && state.Run.Shots.Where((f, i) => SceneOf(f) == scene && NeedsPerson(state.Shots[i])).Any(),
        _ => false,
    };

    private static bool NeedsPerson(RunShot shot) => shot is
    {
        ApprovedOutput: null,
        Status: ShotStatus.NeedsReview or ShotStatus.IcuEscalated or ShotStatus.AttemptsExhausted or ShotStatus.Crashed,
    };
}
