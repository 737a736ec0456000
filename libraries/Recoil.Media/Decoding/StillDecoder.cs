using System.Runtime.InteropServices;
using SkiaSharp;

namespace Recoil.Media.Decoding;

/// <summary>Decodes pictures in this process, with Skia: JPEG, PNG, WebP, BMP and the first frame of a GIF.</summary>
public static class StillDecoder
{
    private const int SignatureBytes = 16;
    private const float Backdrop = 128;

    /// <summary>Whether the file begins as one of those pictures does.</summary>
    public static bool Knows(string path)
    {
        Span<byte> start = stackalloc byte[SignatureBytes];
        using var file = Open(path);
        return IsPicture(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>Decodes a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longestSide">The result is made smaller where a side is longer than this.</param>
    /// <param name="limits">What is refused.</param>
    /// <returns>Null when it is none of these pictures.</returns>
    /// <exception cref="InvalidDataException">It is broken or over a limit. The message says what is wrong with the file.</exception>
    public static Still? Decode(string path, int longestSide, MediaLimits limits)
    {
        using var file = Open(path);
        Span<byte> start = stackalloc byte[SignatureBytes];
        if (!IsPicture(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]))
            return null;
        if (file.Length > limits.PictureBytes)
            throw new InvalidDataException($"has {file.Length} bytes, more than {limits.PictureBytes}");

        file.Position = 0;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Decode(bytes, longestSide, limits);
    }

    /// <summary>Decodes a picture that is in memory.</summary>
    /// <inheritdoc cref="Decode(string, int, MediaLimits)"/>
    public static Still? Decode(byte[] file, int longestSide, MediaLimits limits)
    {
        if (!IsPicture(file))
            return null;
        if (IsJpeg(file) && JpegStructure.Fault(file) is { } fault)
            throw new InvalidDataException(fault);

        // Pinned and not copied: the decoder reads it where it is.
        var pin = GCHandle.Alloc(file, GCHandleType.Pinned);
        try
        {
            using var data = SKData.Create(pin.AddrOfPinnedObject(), file.Length);
            using var codec = SKCodec.Create(data) ?? throw new InvalidDataException("is no picture behind its first bytes");
            return Decode(codec, longestSide, limits);
        }
        finally
        {
            pin.Free();
        }
    }

    private static Still Decode(SKCodec codec, int longestSide, MediaLimits limits)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width <= 0 || height <= 0)
            throw new InvalidDataException("is a picture without a size");
        if ((long)width * height > limits.PicturePixels)
            throw new InvalidDataException($"has {width}x{height} pixels, more than {limits.PicturePixels}");

        // JPEG decodes to an eighth, a quarter or a half of its size in a fraction of the time.
        var size = codec.GetScaledDimensions(Math.Min(1f, 1.5f * longestSide / Math.Max(width, height)));
        if (Math.Max(size.Width, size.Height) < Math.Min(longestSide, Math.Max(width, height)))
            size = new SKSizeI(width, height);
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info))
            throw new InvalidDataException($"has {width}x{height} pixels, for which there is no memory");
        var result = codec.GetPixels(info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
            throw new InvalidDataException(result == SKCodecResult.IncompleteInput ? "ends within the picture" : $"is damaged ({result})");

        var (smallWidth, smallHeight) = Picture.SizeWithin(size.Width, size.Height, longestSide);
        var rgba = AreaMean.Of(bitmap.GetPixelSpan(), size.Width, size.Height, 4, smallWidth, smallHeight);
        var picture = Turned(OverBackdrop(rgba, smallWidth, smallHeight), codec.EncodedOrigin);
        return codec.EncodedOrigin < SKEncodedOrigin.LeftTop
            ? new Still(picture, width, height, Math.Max(1, codec.FrameCount))
            : new Still(picture, height, width, Math.Max(1, codec.FrameCount));
    }

    private static Picture OverBackdrop(ReadOnlySpan<float> rgba, int width, int height)
    {
        var picture = new Picture(width, height);
        for (int i = 0, p = 0; p < rgba.Length; i += 3, p += 4)
        {
            var behind = (255 - rgba[p + 3]) / 255 * Backdrop;
            for (var c = 0; c < 3; c++)
                picture.Rgb[i + c] = (byte)Math.Clamp(MathF.Round(rgba[p + c] + behind), 0, 255);
        }

        return picture;
    }

    /// <summary>As a viewer shows it: cameras store what they see and note how they were held.</summary>
    private static Picture Turned(Picture picture, SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => picture.Mirror(),
        SKEncodedOrigin.BottomRight => picture.Transpose().Mirror().Transpose().Mirror(),
        SKEncodedOrigin.BottomLeft => picture.Transpose().Mirror().Transpose(),
        SKEncodedOrigin.LeftTop => picture.Transpose(),
        SKEncodedOrigin.RightTop => picture.Transpose().Mirror(),
        SKEncodedOrigin.RightBottom => picture.Mirror().Transpose().Mirror(),
        SKEncodedOrigin.LeftBottom => picture.Mirror().Transpose(),
        _ => picture,
    };

    private static bool IsJpeg(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    private static bool IsPicture(ReadOnlySpan<byte> start) =>
        IsJpeg(start)
        || start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || (start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8))
        || start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8)
        || start.StartsWith("BM"u8);

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
