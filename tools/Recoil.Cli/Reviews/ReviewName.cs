using Recoil.Cli.Commands;
using Recoil.Plans;
using Recoil.Storage.Reviews;

namespace Recoil.Cli.Reviews;

/// <summary>Review entries by what is typed for them: an id, or the beginning of one that no other open entry has.</summary>
internal static class ReviewName
{
    private const int ShownLetters = 8;

    /// <summary>How many open entries a shortened id is searched in.</summary>
    public const int LookedAt = 10_000;

    /// <summary>An id as it is shown.</summary>
    public static string Short(Guid id) => id.ToString("N")[..ShownLetters];

    /// <exception cref="CommandFailedException">There is no such entry, or more than one.</exception>
    public static async Task<ReviewEntry> FindAsync(string typed, IReviewEntries reviews, CancellationToken cancellationToken)
    {
        var letters = typed.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        if (letters.Length is 0 or > 32 || !letters.All(char.IsAsciiHexDigit))
            throw new CommandFailedException($"{Shown.OneLine(typed)}: is no id of a review. recoil review list shows them.");
        if (Guid.TryParseExact(letters, "N", out var id))
        {
            return await reviews.FindAsync(id, cancellationToken)
                ?? throw new CommandFailedException($"{typed}: no such review. recoil review list shows the open ones.");
        }

        var found = (await reviews.ListOpenAsync(null, LookedAt, cancellationToken))
            .Where(entry => entry.ReviewId.ToString("N").StartsWith(letters, StringComparison.Ordinal)).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new CommandFailedException($"{typed}: no open review begins so. recoil review list shows them; one that is decided is found by its whole id."),
            _ => throw new CommandFailedException($"{typed}: {found.Count} open reviews begin so. Write more letters: {string.Join(", ", found.Take(5).Select(entry => entry.ReviewId.ToString("N")))}."),
        };
    }
}
