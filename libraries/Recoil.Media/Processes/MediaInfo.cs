namespace Recoil.Media;

/// <summary>What a media file says of itself.</summary>
public sealed record MediaInfo
{
    /// <summary>Width of the first video stream in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the first video stream in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Length of the file; zero for a picture.</summary>
    public required TimeSpan Duration { get; init; }

    public required IReadOnlyList<MediaStream> Streams { get; init; }
}

/// <summary>One stream of a media file.</summary>
/// <param name="Kind"><c>video</c>, <c>audio</c> …</param>
/// <param name="Codec">The codec's short name, such as <c>h264</c>.</param>
/// <param name="Duration">Its own length; zero where the file has none.</param>
public sealed record MediaStream(string Kind, string Codec, TimeSpan Duration);
