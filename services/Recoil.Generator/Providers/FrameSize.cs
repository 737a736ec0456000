using System.Globalization;
using System.Runtime.InteropServices;

namespace Recoil.Generator.Providers;

/// <summary>Pixels of a take: the shape that was asked for at the area of 360x640, or of 120x214 for a draft, sides even.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameSize(int Width, int Height)
{
    private const double FullArea = 360 * 640;
    private const double DraftArea = FullArea / 9;

    /// <exception cref="FormatException">The text is no ratio such as <c>9:16</c>, or is outside 1:4 to 4:1.</exception>
    public static FrameSize Of(string aspectRatio, bool draft)
    {
        var parts = aspectRatio.Split(':', '/', 'x');
        if (parts.Length != 2
            || !double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var width)
            || !double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var height)
            || width / height is not (>= 0.25 and <= 4))
            throw new FormatException($"aspect ratio: \"{aspectRatio}\" is not one between 1:4 and 4:1, such as 9:16");

        var area = draft ? DraftArea : FullArea;
        return new FrameSize(Even(Math.Sqrt(area * width / height)), Even(Math.Sqrt(area * height / width)));
    }

    private static int Even(double side) => (int)Math.Round(side / 2) * 2;
}
