using System.Globalization;
using System.Text;

namespace Recoil.Media.Decoding;

/// <summary>Reads a row of pictures in the binary PPM format: pixels with their size in front, one after the other.</summary>
internal sealed class PixmapReader(Stream stream)
{
    // "P6\n1 1\n255\n" is the shortest there is, and no picture of ours needs a longer one than the array holds.
    private const int ShortestHeader = 11;

    private readonly byte[] _header = new byte[32];

    /// <summary>The next picture; null at the end.</summary>
    /// <exception cref="InvalidDataException">The row ends within a picture.</exception>
    public async ValueTask<Picture?> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await stream.ReadAtLeastAsync(_header.AsMemory(0, ShortestHeader), ShortestHeader, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
            return null;

        (int Width, int Height)? size;
        while ((size = SizeOf(_header.AsSpan(0, read))) is null)
        {
            if (read < ShortestHeader || read == _header.Length || await stream.ReadAsync(_header.AsMemory(read, 1), cancellationToken) == 0)
                throw new InvalidDataException("is no row of pictures");
            read++;
        }

        var picture = new Picture(size.Value.Width, size.Value.Height);
        return await stream.ReadAtLeastAsync(picture.Rgb, picture.Rgb.Length, throwOnEndOfStream: false, cancellationToken) == picture.Rgb.Length
            ? picture
            : throw new InvalidDataException("ends within a picture");
    }

    private static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> header)
    {
        if (header[^1] != (byte)'\n')
            return null;
        return Encoding.ASCII.GetString(header).Split((char[])[' ', '\n']) is ["P6", var width, var height, "255", ""]
            && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w)
            && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
                ? (w, h)
                : null;
    }
}
