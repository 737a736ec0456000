using System.Globalization;

namespace Recoil.Providers.Runway;

/// <summary>Runway says shapes in pixels, and each model knows a few.</summary>
internal static class RunwayRatio
{
    private static readonly string[] s_clips = ["1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672"];
    private static readonly string[] s_clipsOfText = ["1280:720", "720:1280"];
    private static readonly string[] s_pictures = ["1920:1080", "1080:1920", "1440:1080", "1080:1440", "1080:1080", "2112:912"];

    /// <summary>The pixels for a ratio within 3 %, or what the model's option <c>ratio</c> says; null when there are none.</summary>
    public static string? Of(GenerationRequest request) => RemoteProvider.Option(request, "ratio") ?? Nearest(
        request.Take.Operation == Contracts.Operation.ImageT2i ? s_pictures : request.Take.StartFrame is null ? s_clipsOfText : s_clips, request.Take.AspectRatio);

    private static string? Nearest(string[] made, string ratio) => ValueOf(ratio) is { } asked
        ? made.Select(pixels => (pixels, Off: Math.Abs(ValueOf(pixels)!.Value - asked) / asked)).Where(candidate => candidate.Off <= 0.03).OrderBy(candidate => candidate.Off).FirstOrDefault().pixels
        : null;

    private static double? ValueOf(string ratio) => ratio.Split(':') is [var width, var height]
        && double.TryParse(width, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var w)
        && double.TryParse(height, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var h) && w > 0 && h > 0
        ? w / h
        : null;
}
