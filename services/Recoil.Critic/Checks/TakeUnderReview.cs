using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>A take as the checks see it: decoded once, small enough to be quick, large enough to see gutters.</summary>
internal sealed class TakeUnderReview(CritiqueTake command, string output, ReferencedFiles files, Ffmpeg ffmpeg)
{
    private const int StillSide = 384;
    private const int FrameSide = 256;
    private const int FramesAtMost = 48;

    private readonly Dictionary<string, Picture?> _references = new(StringComparer.Ordinal);
    private IReadOnlyList<Picture>? _frames;

    public CritiqueTake Command => command;

    public bool IsClip => command.Operation == Operation.VideoI2v;

    /// <summary>Size and length by the file's own word; null until <see cref="OpenAsync"/>.</summary>
    public MediaInfo Info { get; private set; } = null!;

    /// <summary>The first, the last and evenly spaced frames between; of a picture the picture.</summary>
    public IReadOnlyList<Picture> Frames => _frames ?? throw new InvalidOperationException("The take was not opened.");

    /// <summary>The picture, or the frame in the middle of a clip.</summary>
    public Picture Still => Frames[Frames.Count / 2];

    /// <exception cref="InvalidDataException">It cannot be decoded.</exception>
    /// <exception cref="MediaToolFailedException">It cannot be decoded, or this machine is in trouble.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        Info = await ffmpeg.ProbeAsync(output, cancellationToken);
        var scale = Math.Min(1.0, (double)(IsClip ? FrameSide : StillSide) / Math.Max(Info.Width, Info.Height));
        var (width, height) = (Math.Max(1, (int)Math.Round(Info.Width * scale)), Math.Max(1, (int)Math.Round(Info.Height * scale)));
        _frames = IsClip
            ? await ffmpeg.DecodeFramesAsync(output, width, height, FramesAtMost, cancellationToken)
            : [await ffmpeg.DecodeAsync(output, (width, height), cancellationToken)];
    }

    /// <summary>A reference, decoded once for all checks; null when it is missing or no picture.</summary>
    /// <param name="name">As the command names it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ReferenceRefusedException">A message must not name it.</exception>
    public async Task<Picture?> ReferenceAsync(string name, CancellationToken cancellationToken)
    {
        if (_references.TryGetValue(name, out var known))
            return known;

        Picture? picture = null;
        using var file = await files.FindAsync(name, cancellationToken);
        if (file is not null)
        {
            try
            {
                picture = await ffmpeg.DecodeWithinAsync(file.Path, FrameSide, cancellationToken);
            }
            catch (Exception e) when (e is InvalidDataException or MediaToolFailedException { IsLocalFailure: false })
            {
                // The check that needs it reports this: without the reference it cannot judge.
                picture = null;
            }
        }

        return _references[name] = picture;
    }
}
