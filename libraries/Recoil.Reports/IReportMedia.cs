namespace Recoil.Reports;

/// <summary>Pictures for the reports.</summary>
public interface IReportMedia
{
    /// <summary>A JPEG of a picture or of a clip's middle frame.</summary>
    /// <param name="path">The take, an absolute path.</param>
    /// <param name="width">Width in pixels; the height follows.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Null when the take cannot be decoded.</returns>
    Task<byte[]?> ThumbnailAsync(string path, int width, CancellationToken cancellationToken);

    /// <summary>Writes a PNG with all cells in a grid, in reading order. A cell without a picture shows its words only.</summary>
    /// <param name="cells">At least one.</param>
    /// <param name="path">The file to write, an absolute path; its name need not end in <c>.png</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task WriteContactSheetAsync(IReadOnlyList<ContactSheetCell> cells, string path, CancellationToken cancellationToken);
}

/// <summary>One shot on a contact sheet.</summary>
/// <param name="Thumbnail">JPEG of its take; null when there is none.</param>
/// <param name="ShotId">The shot.</param>
/// <param name="Status">How it ended, such as <c>ok</c>.</param>
public sealed record ContactSheetCell(byte[]? Thumbnail, string ShotId, string Status);
