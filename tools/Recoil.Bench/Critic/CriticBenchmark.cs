using System.Diagnostics;
using System.Text.Json;
using Recoil.Bench.Processes;
using Recoil.Critic;
using Recoil.Critic.Evaluation;
using Recoil.Media;
using Recoil.Media.Decoding;

namespace Recoil.Bench.Critic;

/// <summary>Measures how many takes the critic judges, beside plain decoding of the same files.</summary>
public static class CriticBenchmark
{
    private const int References = 3, StillWidth = 1280, StillHeight = 720, ClipWidth = 854, ClipHeight = 480, Seconds = 4, FramesPerSecond = 24, WarmUp = 24;
    private const int StillSide = 512, FrameSide = 256, FramesKept = 256;

    /// <param name="stills">How many pictures are judged, each with three references.</param>
    /// <param name="clips">How many clips of four seconds.</param>
    /// <param name="concurrency">How many at once.</param>
    /// <param name="folder">Where the takes are drawn.</param>
    /// <param name="stop">Ends the measurement.</param>
    public static async Task<IReadOnlyList<CriticResult>> RunAsync(int stills, int clips, int concurrency, string folder, CancellationToken stop)
    {
        var ffmpeg = new Ffmpeg(new MediaTools());
        return
        [
            await MeasureAsync(
                "stills", stills, concurrency, Directory.CreateDirectory(Path.Combine(folder, "stills")).FullName,
                (path, n) => File.WriteAllBytesAsync(path, PictureEncoder.Jpeg(Scene(StillWidth, StillHeight, n * 700), 90), stop),
                (path, _) =>
                {
                    StillDecoder.Decode(path, StillSide, MediaLimits.Default);
                    return ValueTask.CompletedTask;
                },
                stop),
            await MeasureAsync(
                "clips", clips, concurrency, Directory.CreateDirectory(Path.Combine(folder, "clips")).FullName,
                (path, n) => ffmpeg.WriteMp4Async(
                    Enumerable.Range(0, Seconds * FramesPerSecond).Select(t => Scene(ClipWidth, ClipHeight, (n * 700) + (t * 2))),
                    ClipWidth, ClipHeight, FramesPerSecond, path, filter: null, stop),
                async (path, ct) => await ffmpeg.DecodeClipAsync(path, FrameSide, FramesKept, MediaLimits.Default, ct),
                stop),
        ];
    }

    private static async Task<CriticResult> MeasureAsync(
        string kind, int count, int concurrency, string folder, Func<string, int, Task> draw, Func<string, CancellationToken, ValueTask> decode, CancellationToken stop)
    {
        var clips = kind == "clips";
        // A few files stand for many: what is measured is the work, and every take is decoded anew.
        var files = Enumerable.Range(0, Math.Min(count, clips ? 3 : 8)).Select(n => $"take{n}{(clips ? ".mp4" : ".jpg")}").ToArray();
        for (var n = 0; n < files.Length; n++)
            await draw(Path.Combine(folder, files[n]), n);
        var references = Enumerable.Range(0, References).Select(n => $"reference{n}.jpg").ToArray();
        for (var n = 0; n < references.Length; n++)
            await File.WriteAllBytesAsync(Path.Combine(folder, references[n]), PictureEncoder.Jpeg(Scene(StillWidth, StillHeight, 50_000 + (n * 900)), 90), stop);

        var options = new CriticOptions { Concurrency = concurrency };
        await JudgeAsync(WarmUp);
        var cpu = CpuOfAll();
        var clock = Stopwatch.StartNew();
        await JudgeAsync(count);
        var (judged, used) = (clock.Elapsed, CpuOfAll() - cpu);

        clock.Restart();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = stop },
            (n, ct) => decode(Path.Combine(folder, files[n % files.Length]), ct));
        return new CriticResult
        {
            Kind = kind,
            Takes = count,
            TakesPerSecond = count / judged.TotalSeconds,
            CpuMillisecondsPerTake = used.TotalMilliseconds / count,
            DecodesPerSecond = count / clock.Elapsed.TotalSeconds,
            PeakMegabytes = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6,
        };

        async Task JudgeAsync(int takes)
        {
            var lines = Enumerable.Range(0, takes).Select(n => JsonSerializer.Serialize(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["file"] = files[n % files.Length],
                ["operation"] = clips ? "video_i2v" : "image_t2i",
                ["aspect_ratio"] = "16:9",
                ["duration"] = clips ? Seconds : null,
                ["references"] = references,
                ["scene_ref"] = references[0],
                ["label"] = JudgedCase.Good,
                ["kind"] = kind,
                ["answer"] = "any",
            }));
            await File.WriteAllLinesAsync(Path.Combine(folder, CriticEvaluation.CasesName), lines, stop);
            var verdicts = await CriticEvaluation.RunAsync(folder, options, stop);
            if (verdicts.FirstOrDefault(item => item.Verdict.FinalState is not null) is { } unjudged)
                throw new BenchFailedException($"{unjudged.Case.File} could not be judged: {unjudged.Verdict.Error}");
        }
    }

    /// <summary>Something like a photograph, which shows other things further to the left.</summary>
    private static Picture Scene(int width, int height, double left)
    {
        var picture = new Picture(width, height);
        for (var y = 0; y < height; y++)
        {
            var v = y / 160.0;
            for (var x = 0; x < width; x++)
            {
                var u = (x + left) / 160;
                var fine = 0.3 * Math.Sin((u * 31) + Math.Sin(v * 5)) * Math.Cos(v * 27);
                var at = ((y * width) + x) * 3;
                picture.Rgb[at] = Shade(fine + Math.Sin(u + Math.Sin(v * 1.7)));
                picture.Rgb[at + 1] = Shade(fine + Math.Sin((u * 0.7) + (v * v * 0.13)));
                picture.Rgb[at + 2] = Shade(fine + Math.Cos((u * 1.3) - (v * 0.8)));
            }
        }

        return picture;
    }

    private static byte Shade(double value) => (byte)Math.Clamp(128 + (70 * value), 0, 255);

    /// <summary>This process and the children that it has waited for.</summary>
    private static TimeSpan CpuOfAll()
    {
        using var own = Process.GetCurrentProcess();
        return own.TotalProcessorTime + CpuTime.OfEndedChildren();
    }
}
