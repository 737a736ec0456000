using Recoil.Media;

namespace Recoil.Reports;

/// <summary>Pictures for the reports, made with ffmpeg.</summary>
public sealed class FfmpegReportMedia(Ffmpeg ffmpeg) : IReportMedia
{
    private const int Columns = 6;
    private static readonly (int Width, int Height) s_cell = (180, 240);

    public async Task<byte[]?> ThumbnailAsync(string path, int width, CancellationToken cancellationToken)
    {
        try
        {
            return await ffmpeg.ThumbnailAsync(path, width, cancellationToken);
        }
        catch (Exception undecodable) when (undecodable is InvalidDataException or MediaToolFailedException { IsLocalFailure: false })
        {
            // A take that cannot be decoded is a finding, and the report shows it as one.
            return null;
        }
    }

    public Task WriteContactSheetAsync(IReadOnlyList<ContactSheetCell> cells, string path, CancellationToken cancellationToken) =>
        ContactSheet.WriteAsync(
            ffmpeg, [.. cells.Select(c => new ContactSheetItem(c.TakePath ?? "", $"{c.ShotId}  {c.Status}"))], path, Columns, s_cell, cancellationToken);
}
