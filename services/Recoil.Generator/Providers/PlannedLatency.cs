using System.Globalization;
using Recoil.Providers;

namespace Recoil.Generator.Providers;

/// <summary>How long a provider of our own takes over a job: the provider option <c>latency_ms</c>.</summary>
internal static class PlannedLatency
{
    /// <summary>What the shot says; null when it says nothing.</summary>
    /// <exception cref="FormatException">It is not a whole number of milliseconds.</exception>
    public static TimeSpan? Of(GenerationRequest request)
    {
        if (request.Take.ProviderOptions?.GetValueOrDefault("latency_ms") is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new FormatException($"provider option latency_ms: \"{text}\" is not a whole number of milliseconds");
    }
}
