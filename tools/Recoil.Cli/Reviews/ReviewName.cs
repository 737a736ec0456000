using Recoil.Cli.Commands;
using Recoil.Plans;
using Recoil.Storage.Reviews;

namespace Recoil.Cli.Reviews;

/// <summary>Review entries by what is typed for them: an id, or the beginning of one that no other entry has, open or decided.</summary>
internal static class ReviewName
{
    private const int ShownLetters = 8;
    private const int FewestLetters = 4;
    private const int NamedAtMost = 5;

    /// <summary>An id as it is shown.</summary>
    public static string Short(Guid id) => id.ToString("N")[..ShownLetters];

    /// <exception cref="CommandFailedException">There is no such entry, or more than one.</exception>
    public static async Task<ReviewEntry> FindAsync(string typed, IReviewEntries reviews, CancellationToken cancellationToken)
    {
        var letters = typed.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        if (letters.Length is 0 or > 32 || !letters.All(char.IsAsciiHexDigit))
            throw new CommandFailedException($"{Shown.OneLine(typed)}: is no id of a review. recoil review list shows them.");
        if (letters.Length < FewestLetters)
            throw new CommandFailedException($"{typed}: too short for an id. Write at least its first {FewestLetters} letters; recoil review list shows them.");

        return await reviews.FindAsync(ReviewIdRange.BeginningWith(letters), NamedAtMost + 1, cancellationToken) switch
        {
            [var one] => one,
            [] => throw new CommandFailedException($"{typed}: no review begins so. recoil review list shows the open ones."),
            var several => throw new CommandFailedException(
                $"{typed}: {(several.Count > NamedAtMost ? $"more than {NamedAtMost}" : $"{several.Count}")} reviews begin so. Write more letters: {string.Join(", ", several.Take(NamedAtMost).Select(entry => entry.ReviewId.ToString("N")))}."),
        };
    }
}
