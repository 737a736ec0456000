using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Which wishes of people can be granted. Pure.</summary>
internal static class ReviewDesk
{
    public static readonly TimeSpan ShortestClaim = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestClaim = TimeSpan.FromHours(24);
    public const int LongestPrompt = 20_000;
    public const int LongestNote = 4_000;
    public const int LongestName = 200;

    /// <summary>What is wrong with a decision in itself, in one line; null when nothing is.</summary>
    public static string? Mistake(DecideReview wish) => wish switch
    {
        _ when NameMistake(wish.By) is { } name => name,
        { Note.Length: > LongestNote } => $"note: longer than {LongestNote} characters.",
        { ExtraBudget: < 0 } => $"extraBudget: {wish.ExtraBudget} US dollars; it is never negative.",
        { Decision: not ReviewDecision.Reroll, EditedPrompt: not null } => "editedPrompt: only a re-roll can have another prompt.",
        { Decision: not ReviewDecision.Reroll, ExtraBudget: > 0 } => "extraBudget: only a re-roll can have more money.",
        { EditedPrompt: { } prompt } when string.IsNullOrWhiteSpace(prompt) => "editedPrompt: empty. Leave it out to keep the present one.",
        { EditedPrompt.Length: > LongestPrompt } => $"editedPrompt: longer than {LongestPrompt} characters.",
        _ => null,
    };

    /// <summary>What is wrong with a claim in itself, in one line; null when nothing is.</summary>
    public static string? Mistake(ClaimReview wish) => NameMistake(wish.By)
        ?? (wish.For < ShortestClaim || wish.For > LongestClaim ? $"for: {wish.For} is not between {ShortestClaim} and {LongestClaim}." : null);

    /// <summary>Why an entry does not hold this decision, in one line; null when it does.</summary>
    public static string? Refusal(ReviewEntry? entry, ReviewDecided decision) => entry switch
    {
        null => $"There is no review entry {decision.ReviewId}.",
        { Decision: null } => $"{entry.ClaimedBy} has the entry until {entry.ClaimedUntil:u}.",
        { Decision: { } standing } when standing with { At = decision.At, CorrelationId = decision.CorrelationId } != decision =>
            $"{standing.By} has decided already: {SnakeCase.Of(standing.Decision)}.",
        _ => null,
    };

    /// <summary>Why an entry is not kept for a person, in one line; null when it is.</summary>
    public static string? Refusal(ReviewEntry? entry, ClaimReview wish, DateTimeOffset now) => entry switch
    {
        null => $"There is no review entry {wish.ReviewId}.",
        { Decision: { } standing } => $"{standing.By} has decided already: {SnakeCase.Of(standing.Decision)}.",
        _ when entry.HeldAgainst(wish.By, now) is { } other => $"{other} has the entry until {entry.ClaimedUntil:u}.",
        _ => null,
    };

    private static string? NameMistake(string name) => name switch
    {
        _ when string.IsNullOrWhiteSpace(name) => "by: empty. Say who you are.",
        { Length: > LongestName } => $"by: longer than {LongestName} characters.",
        _ => null,
    };
}
