using System.Globalization;
using Recoil.Media.Processes;

namespace Recoil.Media.Decoding;

/// <summary>Decodes clips, and pictures that Skia does not read, in one ffmpeg process each.</summary>
internal static class ClipDecoder
{
    /// <summary>Decodes a clip.</summary>
    /// <param name="program">Path of ffmpeg.</param>
    /// <param name="path">The file.</param>
    /// <param name="longestSide">Frames are made smaller where a side is longer than this.</param>
    /// <param name="framesAtMost">How many frames are kept, 2 at least; half as many at least where the clip has them.</param>
    /// <param name="limits">What is refused.</param>
    /// <param name="cancellationToken">Kills ffmpeg.</param>
    /// <exception cref="InvalidDataException">It has no frames or is over a limit.</exception>
    /// <exception cref="MediaToolFailedException">It cannot be decoded, or this machine is in trouble.</exception>
    public static async Task<Clip> DecodeAsync(
        string program, string path, int longestSide, int framesAtMost, MediaLimits limits, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(framesAtMost, 2);
        var source = MediaSource.Of(path);
        var log = new ClipLog(limits);
        var frames = new FrameSelection(framesAtMost);
        using var time = new CancellationTokenSource(limits.Time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            await MediaProcess.RunAsync(program, Arguments(source, longestSide, limits), source.Feed, ReadAsync, ended.Token, log.Add);
        }
        catch (OperationCanceledException late) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new InvalidDataException($"takes longer than {limits.Time.TotalSeconds:0} s to decode", late);
        }

        if (frames.Count == 0)
            throw new InvalidDataException(log.Faults.Count > 0 ? log.Faults[0] : "has no frames");
        return Assemble(log, frames);

        async Task ReadAsync(Stream stream, CancellationToken ct)
        {
            var reader = new PixmapReader(stream);
            while (await reader.ReadAsync(ct) is { } frame)
            {
                frames.Add(frame);
                if (frames.Count > limits.Frames)
                    throw new InvalidDataException($"has more than {limits.Frames} frames");
            }
        }
    }

    private static string[] Arguments(MediaSource source, int longestSide, MediaLimits limits)
    {
        var scale = $"min(1,{longestSide}/max(iw*sar,ih))";
        return
        [
            "-hide_banner", "-nostats", "-loglevel", "level+info", "-threads", "1", "-filter_threads", "1",
            "-max_alloc", limits.Block.ToString(CultureInfo.InvariantCulture),
            "-max_pixels", limits.FramePixels.ToString(CultureInfo.InvariantCulture), "-max_streams", limits.Streams.ToString(CultureInfo.InvariantCulture),
            .. MediaSource.OnlyFiles, "-i", source.Url,
            // Not a cover picture, not a second angle. Times as they are: no frame is made up or left out.
            "-map", "0:V:0", "-an", "-sn", "-dn", "-t", limits.ClipLength.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture), "-fps_mode", "passthrough",
            "-vf", $"showinfo=checksum=0,scale=w='max(2,round(iw*sar*{scale}))':h='max(2,round(ih*{scale}))':flags=area",
            "-c:v", "ppm", "-pix_fmt", "rgb24", "-f", "image2pipe", "pipe:1",
        ];
    }

    private static Clip Assemble(ClipLog log, FrameSelection frames)
    {
        // ffmpeg ended without an error, so that each frame has its line, also where it was not read in time.
        var times = Enumerable.Range(0, frames.Count).Select(n => n < log.Times.Count ? log.Times[n] - log.Times[0] : 0).ToArray();
        var steps = times.Skip(1).Zip(times, (next, one) => next - one).Where(step => step > 0).Order().ToArray();
        if (HighDynamicRange.Is(log.Transfer))
            HighDynamicRange.ToStandard([.. frames.Frames.Select(frame => frame.Picture)], log.Transfer);

        return new Clip
        {
            Width = log.Width,
            Height = log.Height,
            // The last frame stays as long as most do.
            Length = TimeSpan.FromSeconds(Math.Max(0, times.Max()) + (steps.Length > 0 ? steps[steps.Length / 2] : 0)),
            FrameCount = frames.Count,
            Frames = [.. frames.Frames.Select(frame => new ClipFrame(TimeSpan.FromSeconds(Math.Max(0, times[frame.Number])), frame.Picture))],
            HasSound = log.HasSound,
            Faults = log.Faults,
        };
    }
}
