using System.Text.Json;
using Recoil.Providers.Http;

namespace Recoil.Providers.Inputs;

/// <summary>Finds the result in a model's output, which every model shapes in its own way.</summary>
internal static class MediaAddress
{
    private static readonly string[] s_clip = ["video", "videos", "url"];
    private static readonly string[] s_picture = ["images", "image", "url"];

    /// <summary>The address of the first picture or clip; null when there is none.</summary>
    public static Uri? Of(JsonElement? output, bool clip) => TextOf(output, clip) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : null;

    private static string? TextOf(JsonElement? output, bool clip) => output switch
    {
        { ValueKind: JsonValueKind.Array } => output.Items().Select(item => TextOf(item, clip)).FirstOrDefault(text => text is not null),
        { ValueKind: JsonValueKind.Object } => (clip ? s_clip : s_picture).Select(name => TextOf(output.At(name), clip)).FirstOrDefault(text => text is not null),
        _ => output.Text(),
    };
}
