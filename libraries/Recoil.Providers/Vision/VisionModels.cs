using Recoil.Providers.Accounts;

namespace Recoil.Providers.Vision;

/// <summary>The vision models that this program can speak to: those of accounts whose type can judge.</summary>
public static class VisionModels
{
    private static readonly Dictionary<string, Func<ProviderAccount, TimeProvider, IVisionModel>> s_types = new(StringComparer.Ordinal)
    {
        [AnthropicVision.TypeName] = static (account, time) => new AnthropicVision(account, time),
        ["gemini"] = static (account, time) => new GeminiVision(account, time),
        ["openai"] = static (account, time) => new ChatVision(account, time),
        ["openai-compatible"] = static (account, time) => new ChatVision(account, time),
    };

    /// <summary>Whether an account's type has vision models.</summary>
    public static bool CanJudge(ProviderAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return s_types.ContainsKey(account.Type);
    }

    /// <summary>A vision model for an account; null where its type has none.</summary>
    public static IVisionModel? Open(ProviderAccount account, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(account);
        return s_types.TryGetValue(account.Type, out var open) ? open(account, time) : null;
    }
}
