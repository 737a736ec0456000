using System.Text.Json;
using Recoil.Bench.Critic;
using Recoil.Cli.Commands;
using Recoil.Cli.Tables;
using Recoil.Critic;
using Recoil.Critic.Evaluation;
using Recoil.Reports;

namespace Recoil.Cli.Bench;

/// <summary>Measures the critic: how fast it is, or on labelled takes how often it is right.</summary>
internal sealed class CriticBench(CommandEnvironment environment, string? cases, int takes, bool json)
{
    private const int StillsForAClip = 5;

    public Task<int> RunAsync(CancellationToken stop) => cases is null ? SpeedAsync(stop) : RightAsync(cases, stop);

    private async Task<int> SpeedAsync(CancellationToken stop)
    {
        using var folder = new BenchFolder();
        var results = await CriticBenchmark.RunAsync(takes, Math.Max(1, takes / StillsForAClip), Environment.ProcessorCount, folder.Path, stop);
        if (json)
        {
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(results, ReportJson.Document));
            return ExitCode.Ok;
        }

        var table = new TextTable(["", .. results.Select(result => new Column(result.Kind, Right: true))]);
        Row("takes judged", r => $"{r.Takes}");
        Row("takes/s", r => $"{r.TakesPerSecond:F1}");
        Row("only decoded, files/s", r => $"{r.DecodesPerSecond:F1}");
        Row("ratio to decoding", r => $"{r.RatioToDecoding:F2}");
        Row("CPU ms per take, with ffmpeg's", r => $"{r.CpuMillisecondsPerTake:F0}");
        Row("peak memory, MB", r => $"{r.PeakMegabytes:F0}");
        table.Write(environment.Out, environment.OutIsTerminal);
        return ExitCode.Ok;

        void Row(string name, Func<CriticResult, string> value) => table.Add([name, .. results.Select(result => new Cell(value(result)))]);
    }

    private async Task<int> RightAsync(string folder, CancellationToken stop)
    {
        var judged = await CriticEvaluation.RunAsync(folder, new CriticOptions { Concurrency = Environment.ProcessorCount }, stop);
        await environment.Out.WriteLineAsync(EvaluationTable.Checks(judged));
        await environment.Out.WriteLineAsync(EvaluationTable.Kinds(judged));
        foreach (var mistake in EvaluationTable.Mistakes(judged))
            await environment.Out.WriteLineAsync(mistake);
        return ExitCode.Ok;
    }
}
