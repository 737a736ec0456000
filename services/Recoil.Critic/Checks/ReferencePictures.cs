using System.Globalization;
using Recoil.Artifacts;
using Recoil.Media;
using Recoil.Media.Decoding;

namespace Recoil.Critic.Checks;

/// <summary>References, decoded once: the shots of a scene share theirs. The oldest go when there are too many.</summary>
internal sealed class ReferencePictures(ReferencedFiles files, Ffmpeg ffmpeg, MediaLimits limits, int atMost = 128)
{
    public const int Side = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReferencePicture> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>A reference; null when it is missing or no picture.</summary>
    /// <param name="name">As a message names it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ReferenceRefusedException">A message must not name it.</exception>
    public async Task<ReferencePicture?> FindAsync(string name, CancellationToken cancellationToken)
    {
        using var file = await files.FindAsync(name, cancellationToken);
        if (file is null)
            return null;

        // An artifact's name tells its content; a file may be another one by now.
        var info = new FileInfo(file.Path);
        var key = string.Create(CultureInfo.InvariantCulture, $"{name}|{info.Length}|{info.LastWriteTimeUtc.Ticks}");
        lock (_gate)
        {
            if (_known.TryGetValue(key, out var known))
                return known;
        }

        try
        {
            return Keep(key, new ReferencePicture(await ffmpeg.DecodeWithinAsync(file.Path, Side, limits, cancellationToken)));
        }
        catch (Exception e) when (e is InvalidDataException or MediaToolFailedException { IsLocalFailure: false })
        {
            // The check that needs it reports this: without the reference it cannot judge.
            return null;
        }
    }

    private ReferencePicture Keep(string key, ReferencePicture picture)
    {
        lock (_gate)
        {
            if (_known.TryAdd(key, picture))
                _order.Enqueue(key);
            while (_order.Count > atMost)
                _known.Remove(_order.Dequeue());
            return picture;
        }
    }
}
