namespace Recoil.Providers.Vision;

/// <summary>What a server of chat completions understands.</summary>
internal sealed record ChatDialect
{
    private const string NewLimit = "max_completion_tokens";

    /// <summary>An answer can be bound to a schema.</summary>
    public bool KnowsSchema { get; init; } = true;

    /// <summary>An answer can be bound to JSON.</summary>
    public bool KnowsJson { get; init; } = true;

    /// <summary>What the limit of tokens is called. OpenAI's reasoning models refuse the older <c>max_tokens</c>, and older servers know no other.</summary>
    public string TokenLimit { get; init; } = NewLimit;

    /// <summary>The dialect without what a refusal complains of; null when it complains of something else.</summary>
    public ChatDialect? Without(string complaint)
    {
        if (TokenLimit == NewLimit && complaint.Contains(NewLimit, StringComparison.OrdinalIgnoreCase))
            return this with { TokenLimit = "max_tokens" };
        if (!complaint.Contains("response_format", StringComparison.OrdinalIgnoreCase) && !complaint.Contains("json_schema", StringComparison.OrdinalIgnoreCase))
            return null;
        return KnowsSchema ? this with { KnowsSchema = false } : KnowsJson ? this with { KnowsJson = false } : null;
    }
}
