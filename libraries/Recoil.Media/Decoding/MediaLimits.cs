namespace Recoil.Media.Decoding;

/// <summary>How much of a file is decoded. Files come from strangers: whatever is over a limit is refused, not decoded in part.</summary>
public sealed record MediaLimits
{
    public static MediaLimits Default { get; } = new();

    /// <summary>Pixels of a picture.</summary>
    public long PicturePixels { get; init; } = 36_000_000;

    /// <summary>Bytes of a picture's file.</summary>
    public long PictureBytes { get; init; } = 100_000_000;

    /// <summary>Pixels of a clip's frame.</summary>
    public long FramePixels { get; init; } = 17_000_000;

    /// <summary>Length of a clip.</summary>
    public TimeSpan ClipLength { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Frames of a clip.</summary>
    public int Frames { get; init; } = 10_800;

    /// <summary>Streams of a clip.</summary>
    public int Streams { get; init; } = 16;

    /// <summary>How long one file is decoded.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest block of memory that ffmpeg may ask for, in bytes.</summary>
    public long Block { get; init; } = 200_000_000;
}
