using System.Globalization;
using System.Text.Json;
using Recoil.Media.Decoding;
using Recoil.Media.Processes;

namespace Recoil.Media;

/// <summary>
/// Pictures and clips in and out of files, through ffmpeg and ffprobe as child processes. Every method throws
/// <see cref="MediaToolMissingException"/> where a program is not installed and <see cref="MediaToolFailedException"/> where it ended
/// with an error; cancelling kills it.
/// </summary>
public sealed class Ffmpeg(MediaTools tools)
{
    private const int ThumbnailQuality = 85;

    public MediaTools Tools => tools;

    /// <summary>Reads the size, length and streams of a file.</summary>
    /// <exception cref="InvalidDataException">The file has no picture.</exception>
    public async Task<MediaInfo> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        var source = MediaSource.Of(path);
        using var output = new MemoryStream();
        await MediaProcess.RunAsync(
            tools.Ffprobe,
            ["-v", "error", "-print_format", "json", "-show_streams", "-show_format", .. MediaSource.OnlyFiles, "-i", source.Url],
            source.Feed,
            (stream, ct) => stream.CopyToAsync(output, ct),
            cancellationToken);

        using var json = JsonDocument.Parse(output.ToArray());
        var streams = json.RootElement.TryGetProperty("streams", out var list) ? list.EnumerateArray().ToArray() : [];
        var video = streams.FirstOrDefault(s => Text(s, "codec_type") == "video");
        if (video.ValueKind == JsonValueKind.Undefined || !video.TryGetProperty("width", out var width) || !video.TryGetProperty("height", out var height))
            throw new InvalidDataException($"{path} holds no picture.");
        if (width.GetInt32() <= 0 || height.GetInt32() <= 0)
            throw new InvalidDataException($"{path} holds a picture without a size.");

        var whole = json.RootElement.TryGetProperty("format", out var format) ? Seconds(format) : TimeSpan.Zero;
        return new MediaInfo
        {
            Width = width.GetInt32(),
            Height = height.GetInt32(),
            Duration = whole > TimeSpan.Zero ? whole : Seconds(video),
            Streams = [.. streams.Select(s => new MediaStream(Text(s, "codec_type"), Text(s, "codec_name"), Seconds(s)))],
        };
    }

    /// <summary>Decodes a picture, or the first frame of a clip, stretched to the size; at its own size when none is given.</summary>
    /// <exception cref="InvalidDataException">Nothing in the file could be decoded.</exception>
    public async Task<Picture> DecodeAsync(string path, (int Width, int Height)? size, CancellationToken cancellationToken)
    {
        var side = size is { } wanted ? 2 * Math.Max(wanted.Width, wanted.Height) : int.MaxValue / 4;
        var picture = await DecodeWithinAsync(path, side, cancellationToken);
        return size is { } s ? picture.Resize(s.Width, s.Height) : picture;
    }

    /// <summary>Decodes a picture, or the first frame of a clip, in its own shape; made smaller where a side is longer than this.</summary>
    /// <exception cref="InvalidDataException">Nothing in the file could be decoded.</exception>
    public Task<Picture> DecodeWithinAsync(string path, int longestSide, CancellationToken cancellationToken) =>
        DecodeWithinAsync(path, longestSide, MediaLimits.Default, cancellationToken);

    /// <inheritdoc cref="DecodeWithinAsync(string, int, CancellationToken)"/>
    public async Task<Picture> DecodeWithinAsync(string path, int longestSide, MediaLimits limits, CancellationToken cancellationToken)
    {
        if (StillDecoder.Decode(path, longestSide, limits) is { } still)
            return still.Picture;
        var clip = await ClipDecoder.DecodeAsync(tools.Ffmpeg, path, longestSide, framesAtMost: 2, limits, cancellationToken);
        return clip.Faults.Count == 0 ? clip.Frames[0].Picture : throw new InvalidDataException($"{path} is damaged: {clip.Faults[0]}");
    }

    /// <summary>Decodes a clip: its first, its last and evenly spaced frames between, with times and length.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="longestSide">Frames are made smaller where a side is longer than this.</param>
    /// <param name="framesAtMost">How many frames are kept, 2 at least; half as many at least where the clip has them.</param>
    /// <param name="limits">What is refused.</param>
    /// <param name="cancellationToken">Kills ffmpeg.</param>
    /// <exception cref="InvalidDataException">It has no frames or is over a limit.</exception>
    public Task<Clip> DecodeClipAsync(string path, int longestSide, int framesAtMost, MediaLimits limits, CancellationToken cancellationToken) =>
        ClipDecoder.DecodeAsync(tools.Ffmpeg, path, longestSide, framesAtMost, limits, cancellationToken);

    /// <summary>Writes a picture as PNG. The same pixels give the same bytes.</summary>
    /// <param name="picture">The pixels.</param>
    /// <param name="path">The file, overwritten.</param>
    /// <param name="filter">An ffmpeg filter on the way, such as captions; null for none.</param>
    /// <param name="cancellationToken">Kills ffmpeg.</param>
    public Task WritePngAsync(Picture picture, string path, string? filter, CancellationToken cancellationToken) => filter is null
        ? File.WriteAllBytesAsync(path, PictureEncoder.Png(picture), cancellationToken)
        : MediaProcess.RunAsync(
            tools.Ffmpeg,
            [
                .. Quiet, .. RawInput(picture.Width, picture.Height, framesPerSecond: 1), .. Filter(filter),
                "-frames:v", "1", .. Reproducible, "-c:v", "png", "-pix_fmt", "rgb24", "-f", "image2", "-update", "1", "-y", MediaSource.FileUrl(path),
            ],
            (input, ct) => input.WriteAsync(picture.Rgb, ct).AsTask(),
            Nothing,
            cancellationToken);

    /// <summary>Writes frames as an MP4 clip (H.264). The same frames give the same bytes.</summary>
    /// <param name="frames">Pictures of one size with even sides, in order; asked for one at a time.</param>
    /// <param name="width">Their width.</param>
    /// <param name="height">Their height.</param>
    /// <param name="framesPerSecond">How fast they are shown.</param>
    /// <param name="path">The file, overwritten.</param>
    /// <param name="filter">An ffmpeg filter on the way, such as captions; null for none.</param>
    /// <param name="cancellationToken">Kills ffmpeg.</param>
    public Task WriteMp4Async(
        IEnumerable<Picture> frames, int width, int height, int framesPerSecond, string path, string? filter, CancellationToken cancellationToken) =>
        MediaProcess.RunAsync(
            tools.Ffmpeg,
            [
                .. Quiet, .. RawInput(width, height, framesPerSecond), .. Filter(filter),
                .. Reproducible, "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-f", "mp4", "-y", MediaSource.FileUrl(path),
            ],
            async (input, ct) =>
            {
                foreach (var frame in frames)
                    await input.WriteAsync(frame.Rgb, ct);
            },
            Nothing,
            cancellationToken);

    /// <summary>
    /// JPEG bytes of a picture, or of a clip's middle frame, this many pixels wide and as high as its shape asks.
    /// </summary>
    public async Task<byte[]> ThumbnailAsync(string path, int width, CancellationToken cancellationToken)
    {
        // Twice the width leaves enough pixels of an upright picture, too.
        if (StillDecoder.Decode(path, 2 * width, MediaLimits.Default) is { } still)
        {
            var height = Math.Max(1, (int)Math.Round((double)still.Picture.Height * width / still.Picture.Width));
            return PictureEncoder.Jpeg(still.Picture.Resize(width, height), ThumbnailQuality);
        }

        var source = MediaSource.Of(path);
        var length = Mp4Length.Of(path) ?? (await ProbeAsync(path, cancellationToken)).Duration;
        using var bytes = new MemoryStream();
        await MediaProcess.RunAsync(
            tools.Ffmpeg,
            [
                .. Quiet, .. Seek(length), .. MediaSource.OnlyFiles, "-i", source.Url, "-map", "0:V:0", "-frames:v", "1",
                "-vf", string.Create(CultureInfo.InvariantCulture, $"scale=w={width}:h='max(2,round({width}*ih/(iw*sar)/2)*2)':flags=area,setsar=1"),
                .. Reproducible, "-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p", "-f", "mjpeg", "pipe:1",
            ],
            source.Feed,
            (stream, ct) => stream.CopyToAsync(bytes, ct),
            cancellationToken);
        return bytes.Length > 0 ? bytes.ToArray() : throw new InvalidDataException($"{path} has no frame to show.");
    }

    private static string[] Quiet => ["-hide_banner", "-nostats", "-loglevel", "error", "-threads", "1"];

    // No dates, no version of the encoder, no order of threads: the same input gives the same bytes.
    private static string[] Reproducible => ["-threads", "1", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"];

    private static string[] Filter(string? filter) => filter is null ? [] : ["-vf", filter];

    private static string[] Seek(TimeSpan length) => length > TimeSpan.FromSeconds(0.2)
        ? ["-ss", (length.TotalSeconds / 2).ToString("0.###", CultureInfo.InvariantCulture)]
        : [];

    private static string[] RawInput(int width, int height, int framesPerSecond) =>
        ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{width}x{height}", "-r", framesPerSecond.ToString(CultureInfo.InvariantCulture), "-i", "pipe:0"];

    private static Task Nothing(Stream output, CancellationToken cancellationToken) => output.CopyToAsync(Stream.Null, cancellationToken);

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static TimeSpan Seconds(JsonElement element) =>
        double.TryParse(Text(element, "duration"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
}
