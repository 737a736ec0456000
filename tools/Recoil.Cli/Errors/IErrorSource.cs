namespace Recoil.Cli.Errors;

/// <summary>One kind of what <c>recoil errors</c> shows and settles.</summary>
internal interface IErrorSource : IAsyncDisposable
{
    /// <summary>All entries, oldest first. Changes nothing.</summary>
    Task<IReadOnlyList<ErrorEntry>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What an entry holds, whole; null when it is not there any more. Changes nothing.</summary>
    /// <exception cref="Commands.CommandFailedException">It cannot be shown.</exception>
    Task<string?> ReadAsync(ErrorEntry entry, CancellationToken cancellationToken);

    /// <summary>The part of what <see cref="ReadAsync"/> gives that a person corrects.</summary>
    string EditablePartOf(string content);

    /// <summary>Tries it again.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="edited">What to try instead; null for what failed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ErrorOutcome> RetryAsync(ErrorEntry entry, string? edited, CancellationToken cancellationToken);

    /// <summary>Gives it up for good.</summary>
    Task<ErrorOutcome> DiscardAsync(ErrorEntry entry, CancellationToken cancellationToken);
}

/// <summary>What became of an entry.</summary>
/// <param name="Word">One of <see cref="ErrorOutcome"/>'s words.</param>
/// <param name="Detail">The rest of the line for a person.</param>
internal sealed record ErrorOutcome(string Word, string Detail)
{
    public const string SentBack = "sent_back";
    public const string Discarded = "discarded";

    /// <summary>It was not there any more.</summary>
    public const string Gone = "gone";

    /// <summary>It stays.</summary>
    public const string Refused = "refused";

    /// <summary>Nobody answered: it may have been done.</summary>
    public const string Unknown = "unknown";

    /// <summary>The command ended before it.</summary>
    public const string NotTried = "not_tried";

    public bool IsDone => Word is SentBack or Discarded or Gone;
}
