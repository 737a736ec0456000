using Recoil.Providers.ComfyUI;
using Recoil.Providers.Fal;
using Recoil.Providers.Gemini;
using Recoil.Providers.Kling;
using Recoil.Providers.Luma;
using Recoil.Providers.OpenAI;
using Recoil.Providers.OpenAICompatible;
using Recoil.Providers.Replicate;
using Recoil.Providers.Runway;
using Recoil.Providers.Vision;

namespace Recoil.Providers.Accounts;

/// <summary>The providers that this program can speak to.</summary>
public static class ProviderTypes
{
    /// <summary>All, in alphabetical order.</summary>
    public static IReadOnlyList<ProviderType> All { get; } =
    [
        AnthropicVision.Type,
        ComfyUIProvider.Type,
        CompatibleProvider.Type,
        FalProvider.Type,
        GeminiProvider.Type,
        KlingProvider.Type,
        LumaProvider.Type,
        OpenAIProvider.Type,
        ReplicateProvider.Type,
        RunwayProvider.Type,
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
