namespace Recoil.Providers.Accounts;

/// <summary>An account at a provider: where it is, what opens it, and how it is used.</summary>
public sealed record ProviderAccount
{
    /// <summary>The account's name, which model profiles use.</summary>
    public required string Name { get; init; }

    /// <summary>Which provider it is at, such as <c>gemini</c>; see <see cref="ProviderTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Where the API is; the provider's own address unless it is said.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>What opens it.</summary>
    public required ProviderKey Key { get; init; }

    /// <summary>What the provider signs its webhooks with; empty where it signs none.</summary>
    public ProviderKey WebhookSecret { get; init; } = ProviderKey.None;

    /// <summary>Switches that only its type knows.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>
    /// How long a submit may take, which for one that generates while the caller waits is the whole generation. After it nobody knows whether it was bought.
    /// </summary>
    public TimeSpan SubmitTimeout { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>Jobs at once, all workers together, 1 or more; null for no limit.</summary>
    public int? Jobs { get; init; }

    /// <summary>Submits in a minute, all workers together, 1 or more; null for no limit.</summary>
    public int? SubmitsPerMinute { get; init; }
}
