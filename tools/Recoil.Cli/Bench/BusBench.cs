using System.Globalization;
using System.Text.Json;
using Recoil.Bench;
using Recoil.Bench.InProcess;
using Recoil.Cli.Commands;
using Recoil.Cli.Tables;
using Recoil.Reports;

namespace Recoil.Cli.Bench;

/// <summary>Measures the bus in this process.</summary>
internal sealed class BusBench(CommandEnvironment environment, int shots, int concurrency, IReadOnlyList<BenchPath> paths, bool json)
{
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var folder = new BenchFolder();
        var results = new List<BenchResult>();
        foreach (var path in paths)
            results.Add(await BusBenchmark.RunAsync(path, shots, concurrency, Path.Combine(folder.Path, path.Name), stop));

        if (json)
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(results, ReportJson.Document));
        else
            Show(results);
        return ExitCode.Ok;
    }

    private void Show(List<BenchResult> results)
    {
        var table = new TextTable(["", .. results.Select(result => new Column(result.Path, Right: true))]);
        Row("shots, in progress at once", r => $"{r.Shots}, {r.Concurrency}");
        Row("shots/s", r => $"{r.ShotsPerSecond:F0}");
        Row("latency p50 / p95 / p99 in ms", r => $"{r.P50Milliseconds:F0} / {r.P95Milliseconds:F0} / {r.P99Milliseconds:F0}");
        Row("messages per shot", r => $"{r.MessagesPerShot:F2}");
        Row("saga reads, writes per shot", r => $"{r.SagaReadsPerShot:F2}, {r.SagaWritesPerShot:F2}");
        Row("ledger writes per shot", r => $"{r.LedgerWritesPerShot:F2}");
        Row("durable commits", r => r.Commits.ToString(CultureInfo.InvariantCulture));
        Row("CPU ms per shot", r => $"{r.CpuMillisecondsPerShot:F2}");
        Row("heap after a quarter, at the end, MB", r => $"{r.HeapAfterQuarterMegabytes:F0}, {r.HeapAtEndMegabytes:F0}");
        Row("peak memory, MB", r => $"{r.PeakMegabytes:F0}");
        table.Write(environment.Out, environment.OutIsTerminal);

        void Row(string name, Func<BenchResult, string> value) => table.Add([name, .. results.Select(result => new Cell(value(result)))]);
    }
}
