using Recoil.Reports;

namespace Recoil.Runs.Testing;

/// <summary>Pictures that say what they are of.</summary>
public sealed class FakeReportMedia : IReportMedia
{
    public Task<byte[]?> ThumbnailAsync(string path, int width, CancellationToken cancellationToken) => Task.FromResult(
        path.Contains("broken", StringComparison.Ordinal) ? null : System.Text.Encoding.UTF8.GetBytes($"{Path.GetFileName(path)}@{width}"));

    public Task WriteContactSheetAsync(IReadOnlyList<ContactSheetCell> cells, string path, CancellationToken cancellationToken) =>
        File.WriteAllLinesAsync(path, cells.Select(cell => $"{cell.ShotId} {cell.Status} {(cell.Thumbnail is null ? "" : System.Text.Encoding.UTF8.GetString(cell.Thumbnail).Split('@')[0])}".TrimEnd()), cancellationToken);
}
