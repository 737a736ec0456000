using System.Buffers.Binary;
using System.Diagnostics;
using Recoil.Media;
using SkiaSharp;

namespace Recoil.Critic.Tests;

/// <summary>Files as generators and strangers deliver them, made in a folder.</summary>
internal sealed class TakeFiles(TemporaryFolder folder)
{
    private readonly MediaTools _tools = new();

    /// <summary>Something like a photograph: shapes of many sizes, no two places alike.</summary>
    public static Picture Photograph(int width, int height, double left = 0, double detail = 0.4)
    {
        var picture = new Picture(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = ((x + left) / 40, y / 40.0);
                var at = ((y * width) + x) * 3;
                var fine = detail * Math.Sin((u * 31) + Math.Sin(v * 5)) * Math.Cos((v * 27) + Math.Sin(u * 3));
                picture.Rgb[at] = Shade(fine + Math.Sin(u + Math.Sin(v * 1.7)) + (0.5 * Math.Cos((u * 2.3) - (v * 3.1))));
                picture.Rgb[at + 1] = Shade(fine + Math.Sin((u * 0.7) + 1 + (v * v * 0.13)) + (0.5 * Math.Cos((u * 3.7) + (v * 1.9))));
                picture.Rgb[at + 2] = Shade(fine + Math.Cos((u * 1.3) - (v * 0.8)) + (0.5 * Math.Sin((u * 2.9) + (u * v * 0.21))));
            }
        }

        return picture;
    }

    /// <summary>Frames of a camera that moves over <see cref="Photograph"/>.</summary>
    public static IEnumerable<Picture> Moving(int count, double pixelsAFrame, int width = 192, int height = 108) =>
        Enumerable.Range(0, count).Select(n => Photograph(width, height, n * pixelsAFrame));

    /// <summary>The same picture under grain that is another in each frame.</summary>
    public static IEnumerable<Picture> Grain(Picture still, int count, int strength)
    {
        var random = new Random(5);
        for (var n = 0; n < count; n++)
        {
            var frame = new Picture(still.Width, still.Height, (byte[])still.Rgb.Clone());
            for (var at = 0; at < frame.Rgb.Length; at += 3)
            {
                var noise = (int)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2 * strength);
                for (var c = at; c < at + 3; c++)
                    frame.Rgb[c] = (byte)Math.Clamp(frame.Rgb[c] + noise, 0, 255);
            }

            yield return frame;
        }
    }

    /// <summary>Runs ffmpeg in the folder.</summary>
    public async Task<string> FfmpegAsync(string output, params string[] arguments)
    {
        var start = new ProcessStartInfo(_tools.Ffmpeg) { WorkingDirectory = folder.Path, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["-v", "error", "-nostdin", .. arguments, "-y", output])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, error);
        return folder[output];
    }

    public async Task<string> ClipAsync(string name, IEnumerable<Picture> frames, int framesPerSecond = 24, string? filter = null)
    {
        var all = frames.ToArray();
        await new Ffmpeg(_tools).WriteMp4Async(all, all[0].Width, all[0].Height, framesPerSecond, folder[name], filter, CancellationToken.None);
        return folder[name];
    }

    public string Encoded(string name, Picture picture, SKEncodedImageFormat format, byte alpha = 255)
    {
        using var bitmap = new SKBitmap(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                var at = ((y * picture.Width) + x) * 3;
                bitmap.SetPixel(x, y, new SKColor(picture.Rgb[at], picture.Rgb[at + 1], picture.Rgb[at + 2], alpha));
            }
        }

        using var data = bitmap.Encode(format, 90);
        File.WriteAllBytes(folder[name], data.ToArray());
        return folder[name];
    }

    /// <summary>Notes in a JPEG how the camera was held.</summary>
    public string Oriented(string jpeg, byte orientation)
    {
        var bytes = File.ReadAllBytes(jpeg);
        byte[] exif =
        [
            0xFF, 0xE1, 0x00, 0x22, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        File.WriteAllBytes(jpeg, [.. bytes[..2], .. exif, .. bytes[2..]]);
        return jpeg;
    }

    /// <summary>Has an MP4 shown turned by a quarter, by the matrix of its track.</summary>
    public string Turned(string mp4)
    {
        var bytes = File.ReadAllBytes(mp4);
        // Version 0: 40 bytes after the name of the box.
        var matrix = bytes.AsSpan().IndexOf("tkhd"u8) + 4 + 40;
        int[] quarter = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];
        for (var i = 0; i < quarter.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(matrix + (i * 4)), quarter[i]);
        File.WriteAllBytes(mp4, bytes);
        return mp4;
    }

    public string Cut(string file, double share)
    {
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(int)(bytes.Length * share)]);
        return file;
    }

    /// <summary>A PNG that says it has this size; its pixels are missing.</summary>
    public string Huge(string name, int width, int height)
    {
        var header = new byte[17];
        "IHDR"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), height);
        (header[12], header[13]) = (8, 2);
        File.WriteAllBytes(folder[name], [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. header, .. Checksum(header), 0, 0, 0, 8, .. "IDAT"u8]);
        return folder[name];
    }

    private static byte[] Checksum(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }

        var result = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(result, ~crc);
        return result;
    }

    private static byte Shade(double value) => (byte)Math.Clamp(128 + (70 * value), 0, 255);

    /// <summary>A picture as a clip for brighter screens codes it, white at 100 nits.</summary>
    public static Picture PerceptualQuantizer(Picture picture)
    {
        var coded = new Picture(picture.Width, picture.Height);
        for (var i = 0; i < coded.Rgb.Length; i++)
        {
            var v = picture.Rgb[i] / 255.0;
            var nits = 100 * (v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4));
            var y = Math.Pow(nits / 10_000, 0.1593017578125);
            coded.Rgb[i] = (byte)Math.Round(255 * Math.Pow((0.8359375 + (18.8515625 * y)) / (1 + (18.6875 * y)), 78.84375));
        }

        return coded;
    }

}
