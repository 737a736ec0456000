namespace Recoil.Contracts;

/// <summary>
/// Fields of a shot that name another one of its run: <c>@SH010</c> in <c>start_frame</c>, <c>end_frame</c>, <c>scene_ref_path</c> or
/// <c>identity_refs</c> is the accepted take of SH010, for which the shot waits.
/// </summary>
public static class ShotReferences
{
    /// <summary>What a name of a shot begins with in place of a file's.</summary>
    public const char Mark = '@';

    /// <summary>The shots that a shot is made from, each as often as it is named.</summary>
    public static IEnumerable<string> Of(ShotFields shot)
    {
        ArgumentNullException.ThrowIfNull(shot);
        return new[] { shot.StartFrame, shot.EndFrame, shot.SceneRefPath }.Concat(shot.IdentityRefs).Select(NamedBy).OfType<string>();
    }

    /// <summary>The shot that a field names; null when it names a file.</summary>
    public static string? NamedBy(string? field) => field is [Mark, ..] ? field[1..] : null;

    /// <summary>The shot with the takes in place of the names.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="takes">The accepted take of each shot that it names.</param>
    /// <exception cref="KeyNotFoundException">A shot that it names has none.</exception>
    public static ShotFields Resolve(ShotFields shot, IReadOnlyDictionary<string, string> takes)
    {
        ArgumentNullException.ThrowIfNull(shot);
        return shot with
        {
            StartFrame = Take(shot.StartFrame),
            EndFrame = Take(shot.EndFrame),
            SceneRefPath = Take(shot.SceneRefPath),
            IdentityRefs = [.. shot.IdentityRefs.Select(path => Take(path)!)],
        };

        string? Take(string? field) => NamedBy(field) is { } id ? takes[id] : field;
    }

    /// <summary>A circle of shots of which each is made from the next; null when there is none. Names of unknown shots lead nowhere.</summary>
    /// <param name="shots">All shots of a run, none twice.</param>
    /// <returns>The shots of the circle, each once, beginning with the first in the plan's order that was found.</returns>
    public static IReadOnlyList<string>? FindCycle(IEnumerable<ShotFields> shots)
    {
        var madeFrom = shots.Select(shot => (shot.ShotId, From: Of(shot).Distinct(StringComparer.Ordinal).ToArray()))
            .Where(shot => shot.From.Length > 0).ToDictionary(shot => shot.ShotId, shot => shot.From, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var first in madeFrom.Keys)
        {
            // The path from the first shot, with how many of what each is made from have been followed.
            var path = new List<(string Shot, int Followed)>();
            var onPath = new HashSet<string>(StringComparer.Ordinal);
            if (done.Contains(first))
                continue;
            path.Add((first, 0));
            onPath.Add(first);
            while (path.Count > 0)
            {
                var (shot, followed) = path[^1];
                if (followed == madeFrom[shot].Length)
                {
                    path.RemoveAt(path.Count - 1);
                    onPath.Remove(shot);
                    done.Add(shot);
                    continue;
                }

                path[^1] = (shot, followed + 1);
                var next = madeFrom[shot][followed];
                if (onPath.Contains(next))
                    return [.. path.Select(step => step.Shot).SkipWhile(step => step != next)];
                if (madeFrom.ContainsKey(next) && !done.Contains(next))
                {
                    path.Add((next, 0));
                    onPath.Add(next);
                }
            }
        }

        return null;
    }
}
