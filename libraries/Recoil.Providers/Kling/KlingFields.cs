using System.Globalization;
using System.Text.Json.Nodes;
using Recoil.Contracts;

namespace Recoil.Providers.Kling;

/// <summary>What both APIs ask of a take.</summary>
internal static class KlingFields
{
    private static readonly string[] s_ratios = ["16:9", "9:16", "1:1"];

    public static bool IsClip(GenerationRequest request) => request.Take.Operation == Operation.VideoI2v;

    /// <summary>Whether the take's pictures say what shape it has.</summary>
    public static bool HasFrames(GenerationRequest request) => IsClip(request) && (request.Take.StartFrame ?? request.Take.EndFrame) is not null;

    /// <summary>Models that take pictures by what they are for.</summary>
    public static bool IsOmni(GenerationRequest request) =>
        RemoteProvider.ModelOf(request) is var model && (model.Contains("omni", StringComparison.Ordinal) || model.EndsWith("-o1", StringComparison.Ordinal));

    /// <summary>Whole seconds from 3 to 15.</summary>
    public static int Seconds(GenerationRequest request, Func<string, ProviderException> refuse)
    {
        var seconds = request.Take.Duration ?? 5;
        return seconds == Math.Truncate(seconds) && seconds is >= 3 and <= 15
            ? (int)seconds
            : throw refuse(string.Create(CultureInfo.InvariantCulture, $"Kling makes clips of 3 to 15 whole seconds, not of {seconds} s"));
    }

    /// <summary>The ratio of a clip without frames.</summary>
    public static string ClipRatio(GenerationRequest request, Func<string, ProviderException> refuse) => s_ratios.Contains(request.Take.AspectRatio, StringComparer.Ordinal)
        ? request.Take.AspectRatio
        : throw refuse($"without a start frame Kling makes {string.Join(" or ", s_ratios)}, not {request.Take.AspectRatio}");

    /// <summary>The prompt as it stands, where it is not too long.</summary>
    public static string Prompt(string prompt, int longest, Func<string, ProviderException> refuse) =>
        prompt.Length <= longest ? prompt : throw refuse($"Kling takes prompts of {longest} characters at most, not {prompt.Length}");

    /// <summary>Passes on options that have the same name at Kling.</summary>
    public static void PassOn(JsonObject body, GenerationRequest request, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (RemoteProvider.Option(request, name) is { } value)
                body[name] = value;
        }
    }
}
