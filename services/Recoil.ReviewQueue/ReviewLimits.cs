using Recoil.Contracts;

namespace Recoil.ReviewQueue;

/// <summary>What people may say to the review queue. Every refusal is one line for the person who reads it. Pure.</summary>
internal static class ReviewLimits
{
    public const int PromptCharacters = 20_000;
    public const int NoteCharacters = 20_000;
    public const int NameCharacters = 200;

    /// <summary>US dollars that one re-roll may add.</summary>
    public const decimal ExtraBudget = 1_000_000;

    public static readonly TimeSpan ShortestClaim = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestClaim = TimeSpan.FromHours(24);

    /// <summary>What is wrong with a decision whatever the entry, or null.</summary>
    public static string? RefusalOf(DecideReview command)
    {
        if (RefusalOfName(command.By) is { } name)
            return name;
        if (!Enum.IsDefined(command.Decision))
            return $"There is no decision {(int)command.Decision}.";
        if (command.Note is { Length: > NoteCharacters })
            return $"The note has {command.Note.Length} characters; it may have at most {NoteCharacters}.";
        if (command.Decision is not ReviewDecision.Reroll && (command.EditedPrompt is not null || command.ExtraBudget != 0))
            return $"An edited prompt and extra budget go with a re-roll only, not with {SnakeCase.Of(command.Decision)}.";
        if (command.Decision is not ReviewDecision.Approve && command.SuppliedOutput is not null)
            return $"A take that a person made goes with an approval only, not with {SnakeCase.Of(command.Decision)}.";
        if (command.EditedPrompt is { } prompt && string.IsNullOrWhiteSpace(prompt))
            return "The edited prompt is empty; leave it out to keep the present one.";
        if (command.EditedPrompt is { Length: > PromptCharacters })
            return $"The edited prompt has {command.EditedPrompt.Length} characters; it may have at most {PromptCharacters}.";
        if (command.ChargedUsd is < 0 or > ExtraBudget)
            return $"The charge is {command.ChargedUsd} US dollars; it must be from 0 to {ExtraBudget}.";
        return command.ExtraBudget is < 0 or > ExtraBudget
            ? $"The extra budget is {command.ExtraBudget} US dollars; it must be from 0 to {ExtraBudget}."
            : null;
    }

    /// <summary>What is wrong with a decision on this entry, or null.</summary>
    public static string? RefusalOf(DecideReview command, EnqueueReview review)
    {
        if (command.Decision is ReviewDecision.Approve && (command.SuppliedOutput ?? review.OutputPath) is null)
            return "There is no take to approve. Reject the shot, re-roll it, or give it a take: recoil review supply";
        return (review.Reason, command.ChargedUsd) switch
        {
            (ReviewReason.OutcomeUnknown, null) => "Nobody knows whether its last take was charged. Look at the provider's account and say what it charged, 0 for nothing: --charged 0",
            (not ReviewReason.OutcomeUnknown, not null) => "No take of it has an unknown outcome, so there is no charge to say.",
            _ => null,
        };
    }

    /// <summary>What is wrong with a claim whatever the entry, or null.</summary>
    public static string? RefusalOf(ClaimReview command)
    {
        if (RefusalOfName(command.By) is { } name)
            return name;
        return command.For < ShortestClaim || command.For > LongestClaim ? $"A claim of {command.For} is not possible; it lasts from 1 second to 24 hours." : null;
    }

    private static string? RefusalOfName(string? by) => by switch
    {
        _ when string.IsNullOrWhiteSpace(by) => "It is not said by whom.",
        { Length: > NameCharacters } => $"The name of whoever decides has {by.Length} characters; it may have at most {NameCharacters}.",
        _ => null,
    };
}
