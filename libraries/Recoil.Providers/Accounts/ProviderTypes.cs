using Recoil.Providers.Gemini;
using Recoil.Providers.Vision;

namespace Recoil.Providers.Accounts;

/// <summary>The providers that this program can speak to.</summary>
public static class ProviderTypes
{
    /// <summary>All, in alphabetical order.</summary>
    public static IReadOnlyList<ProviderType> All { get; } =
    [
        AnthropicVision.Type,
        GeminiProvider.Type,
        ProviderType.OfJudges("openai", "https://api.openai.com/v1", ProviderKey.InEnvironment("OPENAI_API_KEY")),
        ProviderType.OfJudges("openai-compatible", null, ProviderKey.None),
    ];

    /// <summary>The type of a name, or null.</summary>
    public static ProviderType? Find(string name) => All.FirstOrDefault(type => type.Name == name);

    /// <summary>A provider for an account.</summary>
    public static IGenerationProvider Open(ProviderAccount account, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(account);
        var type = Find(account.Type) ?? throw new ArgumentException($"{account.Type} is no provider.", nameof(account));
        return type.Open(account, time);
    }
}
