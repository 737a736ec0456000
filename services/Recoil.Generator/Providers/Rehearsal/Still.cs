using System.Buffers.Binary;
using System.IO.Compression;

namespace Recoil.Generator.Providers.Rehearsal;

/// <summary>A small picture of coloured waves as a PNG, another one for every take.</summary>
internal static class Still
{
    private static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] s_crc = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <param name="takeId">What is random follows from it.</param>
    /// <param name="size">Pixels.</param>
    public static byte[] Of(Guid takeId, FrameSize size)
    {
        using var png = new MemoryStream();
        png.Write(s_signature);
        Span<byte> header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]; // 8 bits of red, green and blue
        BinaryPrimitives.WriteInt32BigEndian(header, size.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], size.Height);
        Write(png, "IHDR"u8, header);
        Write(png, "IDAT"u8, Pixels(new Random(takeId.GetHashCode()), size));
        Write(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Pixels(Random dice, FrameSize size)
    {
        // Each colour is a wave across the picture; no two takes have the same lengths and directions.
        var waves = Enumerable.Range(0, 3).Select(_ => (X: 4 + (dice.NextDouble() * 9), Y: 4 + (dice.NextDouble() * 9), At: dice.NextDouble() * Math.Tau)).ToArray();
        using var packed = new MemoryStream();
        using (var pixels = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var row = new byte[1 + (3 * size.Width)];
            for (var y = 0; y < size.Height; y++)
            {
                for (var x = 0; x < size.Width; x++)
                {
                    for (var colour = 0; colour < 3; colour++)
                    {
                        var wave = waves[colour];
                        row[1 + (3 * x) + colour] = (byte)(128 + (100 * Math.Sin((wave.X * x / size.Width) + (wave.Y * y / size.Height) + wave.At)));
                    }
                }

                pixels.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void Write(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        var crc = Crc(Crc(uint.MaxValue, type), data) ^ uint.MaxValue;
        BinaryPrimitives.WriteUInt32BigEndian(number, crc);
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            crc = s_crc[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint CrcOf(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        return crc;
    }
}
