namespace Recoil.Media.Decoding;

/// <summary>A clip's file, decoded.</summary>
public sealed record Clip
{
    /// <summary>Width as shown: turned by its display matrix, with square pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height as shown.</summary>
    public required int Height { get; init; }

    /// <summary>From the first frame to the end of the last one.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>How many frames it has.</summary>
    public required int FrameCount { get; init; }

    /// <summary>The first, the last and evenly spaced frames between, made smaller.</summary>
    public required IReadOnlyList<ClipFrame> Frames { get; init; }

    public required bool HasSound { get; init; }

    /// <summary>What the decoder complained of; empty for a sound file.</summary>
    public required IReadOnlyList<string> Faults { get; init; }
}

/// <summary>A frame and when it is shown.</summary>
/// <param name="At">Since the clip's first frame.</param>
/// <param name="Picture">Its pixels.</param>
public sealed record ClipFrame(TimeSpan At, Picture Picture);
