namespace Recoil.Media.Processes;

/// <summary>How a media program is given a file to read.</summary>
/// <param name="Url">What stands for the file among the arguments.</param>
/// <param name="Feed">Writes the file into the program's standard input; null when the program opens it.</param>
internal sealed record MediaSource(string Url, Func<Stream, CancellationToken, Task>? Feed)
{
    /// <summary>
    /// Options before a file from a stranger: no other file and no address is opened from within it, and it is no playlist, whatever
    /// its name.
    /// </summary>
    public static readonly string[] OnlyFiles =
    [
        "-protocol_whitelist", "file,pipe",
        "-format_whitelist",
        "mov,matroska,avi,mpegts,mpeg,flv,ogg,asf,ivf,gif,apng,h264,hevc,m4v,mjpeg,image2,jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,gif_pipe,tiff_pipe,jpegxl_pipe,qoi_pipe",
    ];

    /// <remarks>
    /// ffmpeg takes a picture's name with a per cent sign for a numbered series (<c>hero_%02d.png</c>), and nothing in its options
    /// prevents that: such a picture goes through a pipe. A clip's name is never a series, and a clip must be sought in.
    /// </remarks>
    public static MediaSource Of(string path) => path.Contains('%', StringComparison.Ordinal) && File.Exists(path) && !IsClip(path)
        ? new MediaSource("pipe:0", async (input, cancellationToken) =>
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
            await file.CopyToAsync(input, cancellationToken);
        })
        : new MediaSource(FileUrl(path), null);

    /// <summary>A name that is never taken for a protocol (<c>concat:…</c>) or for an option (<c>-x.png</c>).</summary>
    public static string FileUrl(string path) => "file:" + path;

    /// <summary>MP4 and QuickTime, whose table of contents may stand at the end.</summary>
    private static bool IsClip(string path)
    {
        Span<byte> start = stackalloc byte[8];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start[4..].SequenceEqual("ftyp"u8);
    }
}
