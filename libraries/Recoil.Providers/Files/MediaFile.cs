using System.Buffers.Binary;

namespace Recoil.Providers.Files;

/// <summary>Looks at the bytes of a delivered file: what it is, and whether it goes on to its own end. It decodes nothing.</summary>
internal static class MediaFile
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> PngEnd => [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    private static ReadOnlySpan<byte> JpegEnd => [0xFF, 0xD9];

    private static ReadOnlySpan<byte> Matroska => [0x1A, 0x45, 0xDF, 0xA3];

    /// <summary>What a file is by its first bytes.</summary>
    /// <param name="head">At least 12 bytes, or the whole file.</param>
    public static MediaKind KindOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(PngSignature))
            return MediaKind.Png;
        if (head.Length >= 3 && head[0] == 0xFF && head[1] == 0xD8 && head[2] == 0xFF)
            return MediaKind.Jpeg;
        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8))
            return MediaKind.WebP;
        if (head.StartsWith("GIF8"u8))
            return MediaKind.Gif;
        if (head.Length >= 8 && head[4..].StartsWith("ftyp"u8))
            return MediaKind.Mp4;
        return head.StartsWith(Matroska) ? MediaKind.WebM : MediaKind.Unknown;
    }

    public static bool IsClip(MediaKind kind) => kind is MediaKind.Mp4 or MediaKind.WebM;

    /// <summary>With the dot.</summary>
    public static string ExtensionOf(MediaKind kind) => kind switch
    {
        MediaKind.Png => ".png",
        MediaKind.Jpeg => ".jpg",
        MediaKind.WebP => ".webp",
        MediaKind.Gif => ".gif",
        MediaKind.Mp4 => ".mp4",
        MediaKind.WebM => ".webm",
        _ => ".bin",
    };

    public static string MimeOf(MediaKind kind) => kind switch
    {
        MediaKind.Png => "image/png",
        MediaKind.Jpeg => "image/jpeg",
        MediaKind.WebP => "image/webp",
        MediaKind.Gif => "image/gif",
        MediaKind.Mp4 => "video/mp4",
        MediaKind.WebM => "video/webm",
        _ => "application/octet-stream",
    };

    /// <summary>What is wrong with a file that should be a take; null when it is one as far as its structure tells.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clip">Whether it should be a clip.</param>
    /// <param name="kind">What it is.</param>
    public static string? Mistake(string path, bool clip, out MediaKind kind)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[16];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        kind = KindOf(head[..read]);
        if (file.Length == 0)
            return "an empty file was delivered";
        if (kind == MediaKind.Unknown || kind == MediaKind.Gif)
            return "what was delivered is no picture and no clip";
        if (IsClip(kind) != clip)
            return clip ? "a picture was delivered where a clip was asked for" : "a clip was delivered where a picture was asked for";
        var whole = kind switch
        {
            MediaKind.Png => EndsWith(file, PngEnd),
            MediaKind.Jpeg => EndsLikeJpeg(file),
            MediaKind.WebP => BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L <= file.Length,
            MediaKind.Mp4 => HasWholeBoxes(file),
            _ => true,
        };
        return whole ? null : "the delivered file is cut off";
    }

    private static bool EndsWith(FileStream file, ReadOnlySpan<byte> end)
    {
        // Some write a little behind the end.
        Span<byte> tail = stackalloc byte[1024];
        return Tail(file, tail).LastIndexOf(end) >= 0;
    }

    private static bool EndsLikeJpeg(FileStream file)
    {
        Span<byte> tail = stackalloc byte[4096];
        return Tail(file, tail).LastIndexOf(JpegEnd) >= 0;
    }

    private static ReadOnlySpan<byte> Tail(FileStream file, Span<byte> tail)
    {
        file.Seek(-Math.Min(tail.Length, file.Length), SeekOrigin.End);
        return tail[..file.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false)];
    }

    /// <summary>The boxes fill the file exactly, and one of them says how the clip is to be played.</summary>
    private static bool HasWholeBoxes(FileStream file)
    {
        Span<byte> header = stackalloc byte[16];
        var isPlayable = false;
        long at = 0;
        while (at < file.Length)
        {
            file.Seek(at, SeekOrigin.Begin);
            var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (read < 8)
                return false;
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (size == 1 && read == 16)
                size = (long)BinaryPrimitives.ReadUInt64BigEndian(header[8..]);
            isPlayable |= header[4..].StartsWith("moov"u8);
            if (size == 0)
                return isPlayable;
            if (size < 8 || size > file.Length - at)
                return false;
            at += size;
        }

        return isPlayable;
    }
}
