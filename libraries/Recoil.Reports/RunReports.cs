using System.Text;
using System.Text.Json;
using Recoil.Reports.Html;

namespace Recoil.Reports;

/// <summary>Writes all reports of a run into its output folder. The same snapshot gives the same bytes.</summary>
/// <param name="media">Makes the pictures.</param>
public sealed class RunReports(IReportMedia media)
{
    public const string JsonName = "report.json";
    public const string HtmlName = "report.html";
    public const string OpsName = "ops.log.jsonl";
    public const string ReviewQueueName = "review_queue.jsonl";

    private const int CellsPerSheet = 100;

    /// <summary>Writes the reports.</summary>
    /// <returns>What <c>report.json</c> says.</returns>
    public async Task<RunReport> WriteAsync(RunSnapshot snapshot, OutputFolder folder, CancellationToken cancellationToken)
    {
        var report = RunReport.Of(snapshot, folder);
        await AtomicFile.WriteBytesAsync(folder.File(JsonName), Bytes(report), cancellationToken);
        await AtomicFile.WriteBytesAsync(folder.File(OpsName), Joined(OpsLog.Lines(snapshot, folder)), cancellationToken);
        await AtomicFile.WriteBytesAsync(folder.File(ReviewQueueName), Joined(ReviewQueueLog.Lines(snapshot, folder)), cancellationToken);

        var thumbnails = await Thumbnails.MakeAsync(report, folder, media, cancellationToken);
        var page = new HtmlReport(report, snapshot.Reviews, folder, thumbnails);
        await AtomicFile.WriteStreamAsync(folder.File(HtmlName), page.WriteAsync, cancellationToken);
        await WriteContactSheetsAsync(report, folder, thumbnails, cancellationToken);
        return report;
    }

    /// <summary>The document that <c>report.json</c> holds.</summary>
    public static byte[] Bytes(RunReport report) => [.. JsonSerializer.SerializeToUtf8Bytes(report, ReportJson.Document), (byte)'\n'];

    /// <summary>The name of a contact sheet; an episode of many shots has several.</summary>
    /// <param name="number">Counted from 1.</param>
    public static string ContactSheetName(int number) => number == 1 ? "contact-sheet.png" : $"contact-sheet-{number}.png";

    private async Task WriteContactSheetsAsync(RunReport report, OutputFolder folder, Thumbnails thumbnails, CancellationToken cancellationToken)
    {
        var cells = report.Shots.Select(shot => new ContactSheetCell(
            shot.OutputPath is { } take ? thumbnails.Of(take) : null, shot.ShotId, shot.Status));
        foreach (var (at, sheet) in cells.Chunk(CellsPerSheet).Index())
        {
            await AtomicFile.WriteAsync(
                folder.File(ContactSheetName(at + 1)), path => media.WriteContactSheetAsync(sheet, path, cancellationToken), cancellationToken);
        }
    }

    private static ReadOnlyMemory<byte> Joined(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
}
