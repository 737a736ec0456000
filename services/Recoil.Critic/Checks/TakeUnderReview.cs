using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Media;
using Recoil.Media.Decoding;

namespace Recoil.Critic.Checks;

/// <summary>A take as the checks see it: decoded once, small enough to be quick, large enough to see gutters.</summary>
internal sealed class TakeUnderReview(CritiqueTake command, string output, ReferencePictures references, Ffmpeg ffmpeg, MediaLimits limits)
{
    private const int StillSide = 512;
    private const int FrameSide = 256;
    private const int FramesAtMost = 256;

    private Picture? _still;
    private Luma? _luma;

    public CritiqueTake Command => command;

    public bool IsClip => command.Operation == Operation.VideoI2v;

    /// <summary>Width as shown, in pixels of the file.</summary>
    public int Width { get; private set; }

    /// <summary>Height as shown, in pixels of the file.</summary>
    public int Height { get; private set; }

    /// <summary>The clip; null for a picture.</summary>
    public Clip? Clip { get; private set; }

    /// <summary>The picture, or the frame in the middle of a clip.</summary>
    public Picture Still => _still ?? throw new InvalidOperationException("The take was not opened.");

    /// <summary>Brightness of <see cref="Still"/>.</summary>
    public Luma Luma => _luma ??= Luma.Of(Still);

    /// <summary>Evenly spaced frames from the first to the last; of a picture the picture.</summary>
    public IReadOnlyList<Picture> Frames(int atMost)
    {
        if (Clip is null)
            return [Still];
        var count = Math.Min(atMost, Clip.Frames.Count);
        return [.. Enumerable.Range(0, count).Select(n => Clip.Frames[n * (Clip.Frames.Count - 1) / Math.Max(1, count - 1)].Picture)];
    }

    /// <exception cref="InvalidDataException">It cannot be decoded, is damaged, or is not what was asked for.</exception>
    /// <exception cref="MediaToolFailedException">It cannot be decoded, or this machine is in trouble.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (StillDecoder.Decode(output, StillSide, limits) is { } still && !(IsClip && still.Frames > 1))
        {
            if (IsClip)
                throw new InvalidDataException("is a picture where a clip was asked for");
            if (still.Frames > 1)
                throw new InvalidDataException($"is an animation of {still.Frames} frames where a picture was asked for");
            (_still, Width, Height) = (still.Picture, still.Width, still.Height);
            return;
        }

        var clip = await ffmpeg.DecodeClipAsync(output, IsClip ? FrameSide : StillSide, FramesAtMost, limits, cancellationToken);
        if (clip.Faults.Count > 0)
            throw new InvalidDataException($"is damaged: {string.Join(" | ", clip.Faults)}");
        if (!IsClip && clip.FrameCount > 1)
            throw new InvalidDataException($"is a clip of {clip.FrameCount} frames where a picture was asked for");
        if (IsClip)
            Clip = clip;
        (_still, Width, Height) = (clip.Frames[clip.Frames.Count / 2].Picture, clip.Width, clip.Height);
    }

    /// <summary>A reference, decoded once for all takes that name it; null when it is missing or no picture.</summary>
    /// <param name="name">As the command names it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ReferenceRefusedException">A message must not name it.</exception>
    public Task<ReferencePicture?> ReferenceAsync(string name, CancellationToken cancellationToken) => references.FindAsync(name, cancellationToken);
}
