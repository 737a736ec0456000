namespace Recoil.Cli.Reports;

/// <summary>No pictures: for a build without the media tools.</summary>
internal sealed class NoReportMedia : IReportMedia
{
    public Task<byte[]?> ThumbnailAsync(string path, int width, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);

    public Task WriteContactSheetAsync(IReadOnlyList<ContactSheetCell> cells, string path, CancellationToken cancellationToken) =>
        File.WriteAllBytesAsync(path, [], cancellationToken);
}
