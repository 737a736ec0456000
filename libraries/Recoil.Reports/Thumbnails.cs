using System.Collections.Concurrent;

namespace Recoil.Reports;

/// <summary>Small pictures of all takes of a run.</summary>
internal sealed class Thumbnails
{
    private const int AcceptedWidth = 480;
    private const int OtherWidth = 200;
    private const int AtOnce = 3;

    private readonly ConcurrentDictionary<string, byte[]> _pictures = new(StringComparer.Ordinal);

    private Thumbnails()
    {
    }

    /// <summary>The JPEG of a take as the report names it; null when it has none.</summary>
    public byte[]? Of(string take) => _pictures.GetValueOrDefault(take);

    public static async Task<Thumbnails> MakeAsync(
        RunReport report, OutputFolder folder, IReportMedia media, CancellationToken cancellationToken)
    {
        var final = report.Shots.Select(shot => shot.OutputPath).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var others = report.Shots.SelectMany(shot => shot.Timeline).Select(entry => entry.Output).OfType<string>();
        var result = new Thumbnails();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(final.Union(others, StringComparer.Ordinal), parallel, async (take, stop) =>
        {
            if (File.Exists(folder.Locate(take))
                && await media.ThumbnailAsync(folder.Locate(take), final.Contains(take) ? AcceptedWidth : OtherWidth, stop) is { } picture)
                result._pictures[take] = picture;
        });
        return result;
    }
}
