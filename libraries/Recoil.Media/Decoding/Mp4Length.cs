using System.Buffers.Binary;

namespace Recoil.Media.Decoding;

/// <summary>Reads how long an MP4 says it is, without a process of its own.</summary>
internal static class Mp4Length
{
    private const int LargestIndex = 16_000_000;

    /// <summary>The length; null where the file is no MP4 or does not tell.</summary>
    public static TimeSpan? Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> head = stackalloc byte[16];
        while (file.ReadAtLeast(head[..8], 8, throwOnEndOfStream: false) == 8)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            var read = 8;
            if (size == 1 && file.ReadAtLeast(head[8..], 8, throwOnEndOfStream: false) == 8)
                (size, read) = (BinaryPrimitives.ReadInt64BigEndian(head[8..]), 16);
            if (head[4..8].SequenceEqual("moov"u8) && size - read is > 0 and < LargestIndex and var length)
            {
                var index = new byte[length];
                return file.ReadAtLeast(index, index.Length, throwOnEndOfStream: false) == index.Length ? LengthIn(index) : null;
            }

            if (size < read || file.Position + size - read > file.Length)
                return null;
            file.Position += size - read;
        }

        return null;
    }

    private static TimeSpan? LengthIn(ReadOnlySpan<byte> index)
    {
        var header = index.IndexOf("mvhd"u8);
        if (header < 0 || index.Length < header + 40)
            return null;
        var fields = index[(header + 4)..];
        // Version, flags, and two dates; in version 1 dates and length have eight bytes.
        var (scale, length) = fields[0] == 1
            ? (BinaryPrimitives.ReadUInt32BigEndian(fields[20..]), BinaryPrimitives.ReadUInt64BigEndian(fields[24..]))
            : (BinaryPrimitives.ReadUInt32BigEndian(fields[12..]), BinaryPrimitives.ReadUInt32BigEndian(fields[16..]));
        var seconds = scale == 0 ? 0 : length / (double)scale;
        return seconds is > 0 and < 1_000_000 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
