using System.Security.Cryptography;
using System.Text.Json;
using Recoil.Contracts;
using Recoil.Storage.Runs;

namespace Recoil.Shots.Runs;

/// <summary>Which shots of a plan wait for which. Pure.</summary>
internal static class RunPlan
{
    /// <summary>The plan's id: the same for the same plan of the same run.</summary>
    public static Guid IdOf(Guid runId, RunRequested run) =>
        NameBasedUuid.Create(runId, "plan", Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(run))));

    /// <summary>The plan's shots in order, and how each stands before the run begins.</summary>
    /// <param name="run">The run.</param>
    /// <param name="usesSiblings">Whether a model uses the approved shot before as a reference.</param>
    /// <remarks>
    /// A keyframe that may use its neighbour waits for all earlier keyframes of its scene to end. A shot that is made from others waits until
    /// those are accepted. Scenes, clips and shots without a scene go side by side.
    /// </remarks>
    public static IReadOnlyList<(PlannedShot Planned, ShotProgress Progress)> Of(RunRequested run, Func<string, bool> usesSiblings)
    {
        var shots = run.Shots;
        var places = shots.Select((shot, index) => (shot.ShotId, index)).ToDictionary(shot => shot.ShotId, shot => shot.index, StringComparer.Ordinal);
        var references = shots.Select(shot => ShotReferences.Of(shot).Select(id => places[id]).Distinct().Order().ToArray()).ToList();
        var after = AfterEach(run, references, usesSiblings);
        var followers = shots.Select(_ => new List<int>()).ToList();
        for (var i = 0; i < shots.Count; i++)
        {
            foreach (var before in after[i].Concat(references[i]).Distinct())
                followers[before].Add(i);
        }

        return [.. shots.Select((shot, i) => (
            new PlannedShot { Index = i, Shot = shot, After = after[i], References = references[i], Followers = followers[i] },
            new ShotProgress
            {
                Index = i,
                ShotId = shot.ShotId,
                Scene = SceneOf(shot),
                IsKeyframe = IsKeyframe(shot),
                HasFollowers = followers[i].Count > 0,
                Place = after[i].Length + references[i].Length == 0 ? ShotPlace.Ready : ShotPlace.Waiting,
            }))];
    }

    /// <summary>Whether a shot that waits may start.</summary>
    /// <param name="planned">The shot.</param>
    /// <param name="others">How the shots stand that it waits for, by place.</param>
    public static bool IsReady(PlannedShot planned, IReadOnlyDictionary<int, ShotProgress> others) =>
        planned.After.All(index => others[index].Status is not null) && planned.References.All(index => others[index].AcceptedOutput is not null);

    /// <summary>The scene of a shot: its index, else its older id, else none.</summary>
    public static int? SceneOf(ShotFields shot) => shot.SceneIndex ?? shot.SceneId;

    private static bool IsKeyframe(ShotFields shot) => shot.Pipeline != "video";

    /// <remarks>
    /// The keyframes since the last one that waited, and that one: all before it had ended when it began. So each is named by few, however
    /// long the scene. One that is itself made from the shot, perhaps through others, is not waited for.
    /// </remarks>
    private static List<int[]> AfterEach(RunRequested run, List<int[]> references, Func<string, bool> usesSiblings)
    {
        var hasReferences = references.Exists(shot => shot.Length > 0);
        var siblings = new Dictionary<string, bool>(StringComparer.Ordinal);
        var sinceLastWaiting = new Dictionary<int, List<int>>();
        var all = new List<int[]>(run.Shots.Count);
        for (var i = 0; i < run.Shots.Count; i++)
        {
            var shot = run.Shots[i];
            if (SceneOf(shot) is not { } scene || !IsKeyframe(shot))
            {
                all.Add([]);
                continue;
            }

            if (!sinceLastWaiting.TryGetValue(scene, out var earlier))
                sinceLastWaiting[scene] = earlier = [];
            var model = shot.Model ?? run.Model;
            if (!siblings.TryGetValue(model, out var uses))
                siblings[model] = uses = usesSiblings(model);
            if (earlier.Count > 0 && uses && (run.EpisodeId.Length > 0 || shot.EpisodeId.Length > 0))
            {
                var later = hasReferences ? earlier.FindAll(other => IsMadeFrom(other, i, references, all)) : [];
                all.Add([.. earlier.Except(later)]);
                earlier.Clear();
                earlier.AddRange(later);
            }
            else
            {
                all.Add([]);
            }

            earlier.Add(i);
        }

        return all;
    }

    private static bool IsMadeFrom(int shot, int other, List<int[]> references, List<int[]> after)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([shot]);
        while (open.TryPop(out var next))
        {
            if (next == other)
                return true;
            foreach (var before in references[next].Concat(next < after.Count ? after[next] : []))
            {
                if (seen.Add(before))
                    open.Push(before);
            }
        }

        return false;
    }
}
