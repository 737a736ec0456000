namespace Recoil.Models;

/// <summary>Guesses what a misspelt name was meant to be.</summary>
public static class Spelling
{
    private const int LongestGuessed = 64;

    /// <summary>The known name that is nearest to <paramref name="name"/>, or null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > LongestGuessed)
            return null;

        var (best, distance) = known
            .Select(candidate => (candidate, Distance(name, candidate)))
            .OrderBy(guess => guess.Item2).ThenBy(guess => guess.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return best is not null && distance <= Math.Max(1, Math.Min(name.Length, best.Length) / 3) ? best : null;
    }

    /// <summary>How many letters must be added, removed, replaced or swapped with their neighbour; case does not count.</summary>
    private static int Distance(string left, string right)
    {
        var (a, b) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var costs = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            costs[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            costs[0, j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = costs[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var best = Math.Min(replace, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    best = Math.Min(best, costs[i - 2, j - 2] + 1);
                costs[i, j] = best;
            }
        }

        return costs[a.Length, b.Length];
    }
}
