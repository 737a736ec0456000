using System.Globalization;
using System.Text.Json;
using Recoil.Bench;
using Recoil.Bench.Growth;
using Recoil.Bench.Runs;
using Recoil.Bench.Scale;
using Recoil.Bench.Throughput;
using Recoil.Cli.Commands;
using Recoil.Cli.Tables;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;
using Recoil.Reports;

namespace Recoil.Cli.Bench;

/// <summary>Measures the services as separate processes.</summary>
internal sealed class ServiceBench(CommandEnvironment environment, ServiceBenchPlan plan)
{
    private readonly long _begun = environment.Time.GetTimestamp();

    public async Task<int> RunAsync(CancellationToken stop)
    {
        CheckStore();
        using var folder = new BenchFolder();
        var options = plan.OptionsIn(folder.Path);
        try
        {
            switch (plan.Part)
            {
                case BenchPart.Throughput:
                    Show(await new ThroughputRun(options, Log).RunAsync(stop), Table);
                    break;
                case BenchPart.Growth:
                    Show(await new GrowthRun(options, Log).RunAsync(stop), Table);
                    break;
                case BenchPart.Runs:
                    Show(await new RunSizesRun(options, Log).RunAsync(stop), Table);
                    break;
                case BenchPart.Scale:
                    Show(await new ScaleRun(options, Log).RunAsync(stop), Table);
                    break;
            }
        }
        catch (BenchFailedException failed)
        {
            throw new CommandFailedException(failed.Message, failed) { ExitCode = ExitCode.Failed };
        }

        return ExitCode.Ok;
    }

    /// <summary>Checks the connection string before any process starts.</summary>
    private void CheckStore()
    {
        try
        {
            _ = plan.MongoDb is { } server ? TrialDatabase.At(server, "bench") : null;
        }
        catch (InvalidSettingException wrong)
        {
            throw new CommandFailedException($"--mongodb: {wrong.Message}", wrong);
        }
    }

    private void Log(string line) => environment.Error.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{environment.Time.GetElapsedTime(_begun).TotalSeconds,6:0.0} s  {line}"));

    private void Show<T>(IReadOnlyList<T> results, Func<IReadOnlyList<T>, TextTable> table)
    {
        if (plan.Json)
            environment.Out.WriteLine(JsonSerializer.Serialize(results, ReportJson.Document));
        else
            table(results).Write(environment.Out, environment.OutIsTerminal);
    }

    private static TextTable Table(IReadOnlyList<ThroughputResult> results)
    {
        var table = new TextTable(
            ["", .. results.SelectMany(result => new[] { new Column($"{result.Path}: services", Right: true), new Column("limit", Right: true) })]);
        Both("shots/s", f => $"{f.ShotsPerSecond:F0}");
        Both("latency p50 / p95 / p99 in ms", f => $"{f.P50Milliseconds:F0} / {f.P95Milliseconds:F0} / {f.P99Milliseconds:F0}");
        Both("CPU ms per shot", f => $"{f.CpuMillisecondsPerShot.Values.Sum():F2}");
        foreach (var process in results[0].Services.CpuMillisecondsPerShot.Keys)
            Both($"  {process}", f => $"{f.CpuMillisecondsPerShot[process]:F2}");
        One("shots per round, at once, rounds", r => $"{r.Shots}, {r.Concurrency}, {r.Rounds}");
        One("messages per shot, their bytes", r => $"{r.MessagesPerShot}, {r.MessageBytesPerShot}");
        One("store reads, writes per shot", r => $"{r.ReadsPerShot}, {r.WritesPerShot}");
        One("document bytes per shot", r => $"{r.DocumentBytesPerShot}");
        One("services / limit, min … max", r => $"{r.Ratio:F2}, {r.MinimumRatio:F2} … {r.MaximumRatio:F2}");
        return table;

        void Both(string name, Func<ThroughputFigures, string> value) =>
            table.Add([name, .. results.SelectMany(result => new Cell[] { value(result.Services), value(result.Limit) })]);

        void One(string name, Func<ThroughputResult, string> value) =>
            table.Add([name, .. results.SelectMany(result => new Cell[] { value(result), "" })]);
    }

    private static TextTable Table(IReadOnlyList<GrowthResult> results)
    {
        var table = new TextTable(
            new Column("stored shots", Right: true), new Column("shots/s", Right: true), new Column("p50 ms", Right: true), new Column("CPU ms per shot", Right: true),
            new Column("min … max", Right: true), new Column("CPU ratio", Right: true), new Column("shots/s ratio", Right: true));
        foreach (var result in results)
        {
            table.Add(
                $"{result.StoredShots}", $"{result.ShotsPerSecond:F0}", $"{result.P50Milliseconds:F0}", $"{result.CpuMillisecondsPerShot:F2}",
                $"{result.MinimumCpuMillisecondsPerShot:F2} … {result.MaximumCpuMillisecondsPerShot:F2}", $"{result.CpuRatio:F2}", $"{result.SpeedRatio:F2}");
        }

        return table;
    }

    private static TextTable Table(IReadOnlyList<RunSizeResult> results)
    {
        var table = new TextTable(
            new Column("shots in a run", Right: true), new Column("shots/s", Right: true), new Column("CPU ms per shot", Right: true), new Column("min … max", Right: true),
            new Column("CPU ratio", Right: true));
        foreach (var result in results)
        {
            table.Add(
                $"{result.ShotsPerRun}", $"{result.ShotsPerSecond:F0}", $"{result.CpuMillisecondsPerShot:F2}",
                $"{result.MinimumCpuMillisecondsPerShot:F2} … {result.MaximumCpuMillisecondsPerShot:F2}", $"{result.CpuRatio:F2}");
        }

        return table;
    }

    private static TextTable Table(IReadOnlyList<ScaleResult> results)
    {
        var table = new TextTable(
            new Column("generators", Right: true), new Column("takes at once", Right: true), new Column("shots/s", Right: true), new Column("speed-up", Right: true),
            new Column("CPU ms per shot", Right: true));
        foreach (var result in results)
        {
            table.Add(
                $"{result.Generators}", $"{result.Generators * result.TakesAtOnce} of {result.TakeMilliseconds} ms", $"{result.ShotsPerSecond:F1}", $"{result.SpeedUp:F2}",
                $"{result.CpuMillisecondsPerShot:F2}");
        }

        return table;
    }
}
