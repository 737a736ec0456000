namespace Recoil.Providers;

/// <summary>A part of what a vision model is to look at.</summary>
public abstract record VisionPart
{
    /// <summary>Words, such as what the next picture is.</summary>
    public sealed record Text(string Words) : VisionPart;

    /// <param name="Bytes">The file.</param>
    /// <param name="Mime">Such as <c>image/png</c>.</param>
    public sealed record Picture(ReadOnlyMemory<byte> Bytes, string Mime) : VisionPart;

    /// <summary>A clip as it is; only for a model whose <see cref="IVisionModel.LargestClip"/> it does not pass.</summary>
    /// <param name="Bytes">The file.</param>
    /// <param name="Mime">Such as <c>video/mp4</c>.</param>
    public sealed record Clip(ReadOnlyMemory<byte> Bytes, string Mime) : VisionPart;
}
