using System.Globalization;
using Recoil.Media;
using Recoil.Media.Decoding;
using SkiaSharp;

namespace Recoil.Critic.Tests;

/// <summary>200 damaged files; as many as RECOIL_FUZZ says where it is set.</summary>
[Needs(Need.Ffmpeg)]
public sealed class When_files_are_mutated : IDisposable
{
    // A clip takes a process of its own, and ffmpeg is fuzzed by its makers.
    private const int PicturesForAClip = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_is_decoded_or_refused_and_nothing_else_happens()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("RECOIL_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 200;
        var files = new TakeFiles(_folder);
        var photograph = TakeFiles.Photograph(160, 90);
        var encoded = new[] { SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp }
            .Select(format => File.ReadAllBytes(files.Encoded($"seed{format}.png", photograph, format))).ToArray();
        byte[][] pictures =
        [
            .. encoded,
            await File.ReadAllBytesAsync(await files.FfmpegAsync("seed.gif", "-i", "seedPng.png", "-vf", "scale=80:45")),
            await File.ReadAllBytesAsync(await files.FfmpegAsync("seed.bmp", "-i", "seedPng.png")),
        ];
        var clip = await files.ClipAsync("seed.mp4", TakeFiles.Moving(8, 2, width: 96, height: 54));
        var clips = new[] { await File.ReadAllBytesAsync(clip), await File.ReadAllBytesAsync(await files.FfmpegAsync("seed.mkv", "-i", "seed.mp4", "-c", "copy")) };
        var ffmpeg = new Ffmpeg(new MediaTools());
        var random = new Random(20260101);
        var (decoded, refused) = (0, 0);
        for (var n = 0; n < count; n++)
        {
            try
            {
                if (n % PicturesForAClip == 0)
                {
                    await File.WriteAllBytesAsync(_folder["mutant"], Mutated(clips[n / PicturesForAClip % clips.Length], random));
                    await ffmpeg.DecodeClipAsync(_folder["mutant"], 64, 8, MediaLimits.Default, CancellationToken.None);
                }
                else
                {
                    StillDecoder.Decode(Mutated(pictures[n % pictures.Length], random), 64, MediaLimits.Default);
                }

                decoded++;
            }
            catch (Exception e) when (e is InvalidDataException or MediaToolFailedException { IsLocalFailure: false })
            {
                refused++;
            }
        }

        decoded.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(count / 4);
    }

    private static byte[] Mutated(byte[] seed, Random random)
    {
        var bytes = (byte[])seed.Clone();
        switch (random.Next(5))
        {
            case 0:
                return bytes[..random.Next(1, bytes.Length)];
            case 1:
                for (var i = random.Next(1, 40); i > 0; i--)
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                // The headers, where sizes and counts are.
                for (var i = random.Next(1, 8); i > 0; i--)
                    bytes[random.Next(Math.Min(bytes.Length, 200))] = (byte)random.Next(256);
                return bytes;
            case 3:
                var at = random.Next(bytes.Length);
                random.NextBytes(bytes.AsSpan(at, random.Next(bytes.Length - at)));
                return bytes;
            default:
                var (from, length) = (random.Next(bytes.Length), random.Next(64));
                return [.. bytes[..from], .. bytes.AsSpan(0, Math.Min(length, bytes.Length)), .. bytes[from..]];
        }
    }
}
