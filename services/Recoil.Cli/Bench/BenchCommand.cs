using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Recoil.Cli.Bench;

/// <summary><c>recoil bench</c>.</summary>
internal sealed class BenchCommand : Command
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly Option<int> _shots = Count("--shots", "Shots on each path.", 5000, 1_000_000);
    private readonly Option<int> _concurrency = Count("--concurrency", "Shots under way at once.", 200, 10_000);
    private readonly Option<string?> _path = new("--path") { Description = "Only this path: happy or worst.", HelpName = "happy|worst" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document on stdout." };

    public BenchCommand(TextWriter output)
        : base("bench", "Measure the bus on this machine: real sagas, ledger and store, with a generator and critic that answer at once.")
    {
        _path.AcceptOnlyFromAmong("happy", "worst");
        Add(_shots);
        Add(_concurrency);
        Add(_path);
        Add(_json);
        SetAction((parsed, stop) => RunAsync(parsed, output, stop));
    }

    private async Task<int> RunAsync(ParseResult parsed, TextWriter output, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("recoil-bench-");
        try
        {
            var results = new List<BenchResult>();
            foreach (var path in new[] { BenchPath.Happy, BenchPath.Worst })
            {
                if (parsed.GetValue(_path) is { } only && only != path.Name)
                    continue;
                results.Add(await Benchmark.RunAsync(
                    path, parsed.GetValue(_shots), parsed.GetValue(_concurrency), Path.Combine(folder.FullName, path.Name), stop));
            }

            if (parsed.GetValue(_json))
                await output.WriteLineAsync(JsonSerializer.Serialize(results, s_json));
            else
                Show(results, output);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Show(List<BenchResult> results, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var table = new Table().AddColumn("");
        foreach (var result in results)
            table.AddColumn(new TableColumn(result.Path).RightAligned());
        Row("shots, at once", r => $"{r.Shots}, {r.Concurrency}");
        Row("shots/s", r => $"{r.ShotsPerSecond:F0}");
        Row("latency p50 / p95 / p99 in ms", r => $"{r.P50Milliseconds:F0} / {r.P95Milliseconds:F0} / {r.P99Milliseconds:F0}");
        Row("messages a shot", r => $"{r.MessagesPerShot:F2}");
        Row("saga reads, writes a shot", r => $"{r.SagaReadsPerShot:F2}, {r.SagaWritesPerShot:F2}");
        Row("ledger writes a shot", r => $"{r.LedgerWritesPerShot:F2}");
        Row("durable commits", r => $"{r.Commits}");
        Row("CPU ms a shot", r => $"{r.CpuMillisecondsPerShot:F2}");
        Row("heap after a quarter, at the end in MB", r => $"{r.HeapAfterQuarterMegabytes:F0}, {r.HeapAtEndMegabytes:F0}");
        Row("peak memory in MB", r => $"{r.PeakMegabytes:F0}");
        console.Write(table);

        void Row(string name, Func<BenchResult, string> value) => table.AddRow([name, .. results.Select(value)]);
    }

    private static Option<int> Count(string name, string description, int standard, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && (value < 1 || value > most))
                result.AddError($"{name}: {value}. Give a number from 1 to {most}.");
        });
        return option;
    }
}
