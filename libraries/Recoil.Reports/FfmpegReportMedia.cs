using Recoil.Media;

namespace Recoil.Reports;

/// <summary>Pictures for the reports, made in this process, and with ffmpeg of clips.</summary>
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
        File.WriteAllBytesAsync(
            path, ContactSheet.Png(ffmpeg.Tools.Font, [.. cells.Select(c => new ContactSheetItem(c.Thumbnail, $"{c.ShotId}  {c.Status}"))], Columns, s_cell), cancellationToken);
}
