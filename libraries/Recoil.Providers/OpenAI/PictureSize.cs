using System.Globalization;

namespace Recoil.Providers.OpenAI;

/// <summary>Writes an aspect ratio as the pixels that an Images API asks for.</summary>
internal static class PictureSize
{
    private const int Step = 16;
    private const int Longest = 3840;
    private const int MostPixels = 3840 * 2160;

    /// <summary>The size; null when the API has none for this ratio.</summary>
    /// <param name="ratio">Such as <c>16:9</c>.</param>
    /// <param name="longSide">The longer side in pixels, where the model takes any size; null for the three sizes that all models take.</param>
    public static string? Of(string ratio, int? longSide)
    {
        if (!TryParse(ratio, out var width, out var height))
            return null;
        if (longSide is not { } side)
            return (width / height) switch { 1 => "1024x1024", 1.5m => "1536x1024", 2 / 3m => "1024x1536", _ => null };

        var (wide, tall) = width >= height ? (side, Rounded(side * height / width)) : (Rounded(side * width / height), side);
        return side % Step == 0 && side <= Longest && Math.Max(wide, tall) <= 3 * Math.Min(wide, tall) && wide * tall <= MostPixels
            ? string.Create(CultureInfo.InvariantCulture, $"{wide}x{tall}")
            : null;
    }

    private static int Rounded(decimal pixels) => (int)Math.Round(pixels / Step) * Step;

    private static bool TryParse(string ratio, out decimal width, out decimal height)
    {
        (width, height) = (0, 0);
        return ratio.Split(':') is [var left, var right]
            && decimal.TryParse(left, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out width)
            && decimal.TryParse(right, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out height)
            && width > 0 && height > 0;
    }
}
