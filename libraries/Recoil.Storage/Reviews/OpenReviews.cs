namespace Recoil.Storage.Reviews;

/// <summary>Entries without a decision. One that cannot be read does not keep the others.</summary>
/// <param name="Entries">Those that can be read, oldest first.</param>
/// <param name="Unreadable">The others, with why.</param>
public sealed record OpenReviews(IReadOnlyList<ReviewEntry> Entries, IReadOnlyList<UnreadableReview> Unreadable)
{
    /// <summary>Reads stored entries one by one.</summary>
    /// <param name="stored">The entries as they are stored.</param>
    /// <param name="idOf">The id of one.</param>
    /// <param name="read">Reads one; has no effect but its result, so whatever it throws is the entry's fault.</param>
    internal static OpenReviews Of<TStored>(IEnumerable<TStored> stored, Func<TStored, Guid> idOf, Func<TStored, ReviewEntry> read)
    {
        var (entries, unreadable) = (new List<ReviewEntry>(), new List<UnreadableReview>());
        foreach (var one in stored)
        {
            try
            {
                entries.Add(read(one));
            }
            catch (Exception exception)
            {
                var cause = exception is FormatException { InnerException: InvalidDataException shape } ? shape : exception;
                unreadable.Add(new UnreadableReview(idOf(one), cause.Message));
            }
        }

        return new OpenReviews(entries, unreadable);
    }
}

/// <summary>An entry that this version cannot read.</summary>
/// <param name="Id">The review.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record UnreadableReview(Guid Id, string Reason);
