namespace Recoil.Contracts.Rules;

/// <summary>What a message may hold. <c>contracts/README.md</c> says the same.</summary>
internal static class MessageLimits
{
    /// <summary>For names that become parts of ids, routing keys and paths, in bytes of UTF-8: a routing key has room for 255.</summary>
    public const int NameBytes = 200;
    public const int PromptCharacters = 20_000;

    /// <summary>For errors, notes, reasons and evidence. Programs write them, and no answer may be lost because one was talkative.</summary>
    public const int TextCharacters = 100_000;
    public const int PathCharacters = 4_096;
    public const int ListEntries = 100;
    public const int FindingEntries = 1_000;
    public const int ProviderOptions = 50;

    /// <summary>Of a shot: each is paid for each take.</summary>
    public const int Judges = 9;

    /// <summary>Of a JSON value that is handed on, written without white space.</summary>
    public const int RawJsonCharacters = 100_000;

    /// <summary>How deep objects and lists may lie in each other in a value that is handed on. JSON readers stop at 64, and an envelope has levels of its own.</summary>
    public const int RawJsonDepth = 32;
    public const int ProviderOptionCharacters = 1_000;

    /// <summary>In a run; a message of 16 MiB has room for about as many.</summary>
    public const int Shots = 100_000;
    public const int Parallel = 64;

    /// <summary>Failed messages in one answer.</summary>
    public const int FailedMessages = 500;

    /// <summary>Of a failed message's body; RabbitMQ 4 takes messages of 16 MiB.</summary>
    public const int BodyCharacters = 4_000_000;

    /// <summary>As far as takes, and attempts with a person's re-rolls, may be counted; far more than any policy makes.</summary>
    public const int Takes = 1_000;

    /// <summary>The most US dollars in one request.</summary>
    public const decimal Dollars = 1_000_000m;

    /// <summary>US dollars that have come together over takes and re-rolls; the ledger holds hardly more.</summary>
    public const decimal TotalDollars = 9_000_000m;

    /// <summary>The most US dollars of a project.</summary>
    public const decimal ProjectDollars = 1_000_000_000m;

    /// <summary>The longest clip.</summary>
    public const decimal Seconds = 60m;

    /// <summary>Money of a take that a person has to look into stays reserved as long as its shot waits for a review, which a setting says.</summary>
    public static readonly TimeSpan LongestLease = TimeSpan.FromDays(3650);
    public static readonly TimeSpan LongestClaim = TimeSpan.FromHours(24);
}
