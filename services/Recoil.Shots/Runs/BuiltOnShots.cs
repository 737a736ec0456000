using Recoil.Storage.Runs;

namespace Recoil.Shots.Runs;

/// <summary>Finds the shots that are made from the takes of others, as <c>@SH010</c> says in a plan.</summary>
internal static class BuiltOnShots
{
    private const int AtOnce = 500;

    /// <summary>The shots of a plan that are made from these, directly or through others, in the plan's order; none of these is among them.</summary>
    /// <param name="store">The plans.</param>
    /// <param name="plan">The plan's id.</param>
    /// <param name="shots">The places of the shots.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<IReadOnlyList<ShotProgress>> FindAsync(IRunShots store, Guid plan, IReadOnlyCollection<int> shots, CancellationToken cancellationToken)
    {
        var found = new HashSet<int>(shots);
        var last = shots.Distinct().ToList();
        while (last.Count > 0)
        {
            var followers = new HashSet<int>();
            foreach (var part in last.Chunk(AtOnce))
                followers.UnionWith((await store.GetPlannedAsync(plan, part, cancellationToken)).SelectMany(shot => shot.Followers));

            // Keyframes of a scene follow each other, too, without being made from each other.
            var before = last.ToHashSet();
            last = [];
            foreach (var part in followers.Where(index => !found.Contains(index)).Chunk(AtOnce))
            {
                last.AddRange((await store.GetPlannedAsync(plan, part, cancellationToken))
                    .Where(shot => shot.References.Any(before.Contains)).Select(shot => shot.Index));
            }

            found.UnionWith(last);
        }

        found.ExceptWith(shots);
        var stand = new List<ShotProgress>(found.Count);
        foreach (var part in found.Order().Chunk(AtOnce))
            stand.AddRange(await store.GetAsync(plan, part, cancellationToken));
        return stand;
    }
}
