using System.Globalization;
using System.Text;

namespace Recoil.Media;

/// <summary>The binary PPM format: pixels with their size in front.</summary>
internal static class PortablePixmap
{
    /// <summary>The picture, or null when the bytes are no whole one.</summary>
    public static Picture? Read(byte[] bytes)
    {
        // "P6", width, height and the largest value, each ended by one white space; ffmpeg writes no comments.
        var header = new List<string>();
        int start = 0, at = 0;
        for (; at < bytes.Length && header.Count < 4; at++)
        {
            if (bytes[at] is not ((byte)' ' or (byte)'\n'))
                continue;
            header.Add(Encoding.ASCII.GetString(bytes, start, at - start));
            start = at + 1;
        }

        return header is ["P6", var width, var height, "255"]
            && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w)
            && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            && bytes.Length - at == w * h * 3
                ? new Picture(w, h, bytes[at..])
                : null;
    }
}
