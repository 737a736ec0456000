using System.Security.Cryptography;
using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Media;
using Recoil.Media.Decoding;
using Recoil.Providers;

namespace Recoil.Critic.Judging;

/// <summary>What judges are shown: the take and the references that can be read.</summary>
/// <param name="Take">The take.</param>
/// <param name="References">The references, in the order of their numbers.</param>
internal sealed record Exhibits(TakeShown Take, IReadOnlyList<ReferenceShown> References)
{
    /// <summary>A picture that is larger than this is made smaller before it is shown; services take 5 MB of base64.</summary>
    private const int LargestPicture = 3 << 20;

    private const int LongestAsItIs = 2_000;
    private const int JpegQuality = 90;

    /// <summary>Reads them.</summary>
    /// <exception cref="ArtifactStoreException">The artifacts cannot be used now.</exception>
    public static async Task<Exhibits> ReadAsync(CritiqueTake take, string output, ReferencedFiles files, Ffmpeg ffmpeg, JudgingOptions options, MediaLimits limits, CancellationToken cancellationToken)
    {
        var references = new List<ReferenceShown>();
        foreach (var (role, name) in Named(take))
        {
            using var file = await files.FindAsync(name, cancellationToken);
            if (file is not null && await PictureAsync(file.Path, ffmpeg, options, limits, cancellationToken) is { } picture)
                references.Add(new ReferenceShown(role, await HashAsync(file.Path, cancellationToken), picture));
        }

        var hash = await HashAsync(output, cancellationToken);
        if (take.Operation != Operation.VideoI2v)
            return new Exhibits(new TakeShown(hash, [await PictureAsync(output, ffmpeg, options, limits, cancellationToken) ?? throw new InvalidDataException($"{take.Output} is no picture.")], null), references);

        var clip = await ffmpeg.DecodeClipAsync(output, options.LongestSide, Math.Max(2, options.Frames), limits, cancellationToken);
        var frames = Spread(clip.Frames, options.Frames).Select(frame => new VisionPart.Picture(PictureEncoder.Jpeg(frame.Picture, JpegQuality), "image/jpeg")).ToList();
        return new Exhibits(new TakeShown(hash, frames, new VisionPart.Clip(await File.ReadAllBytesAsync(output, cancellationToken), "video/mp4")), references);
    }

    /// <summary>The first, the last and as many evenly between.</summary>
    internal static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int atMost) =>
        all.Count <= atMost ? all : [.. Enumerable.Range(0, atMost).Select(n => all[n * (all.Count - 1) / (atMost - 1)])];

    private static IEnumerable<(ReferenceRole Role, string Name)> Named(CritiqueTake take)
    {
        foreach (var name in take.IdentityRefs.Distinct(StringComparer.Ordinal))
            yield return (ReferenceRole.Identity, name);
        if (take.SceneRefPath is { Length: > 0 } scene)
            yield return (ReferenceRole.Scene, scene);
        if (take.Operation == Operation.VideoI2v && take.EndFrame is { Length: > 0 } end)
            yield return (ReferenceRole.EndFrame, end);
    }

    /// <summary>A picture as it is where every judge takes it, else made smaller; null when it is none.</summary>
    private static async Task<VisionPart.Picture?> PictureAsync(string path, Ffmpeg ffmpeg, JudgingOptions options, MediaLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length <= LargestPicture && await ffmpeg.ProbeAsync(path, cancellationToken) is { } info && Math.Max(info.Width, info.Height) <= LongestAsItIs)
            {
                var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
                if (MimeOf(bytes) is { } mime)
                    return new VisionPart.Picture(bytes, mime);
            }

            return new VisionPart.Picture(PictureEncoder.Jpeg(await ffmpeg.DecodeWithinAsync(path, options.LongestSide, limits, cancellationToken), JpegQuality), "image/jpeg");
        }
        catch (Exception e) when (e is InvalidDataException or MediaToolFailedException { IsLocalFailure: false })
        {
            // What needs it is not asked, and the local checks report it.
            return null;
        }
    }

    private static string? MimeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        _ => null,
    };

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
