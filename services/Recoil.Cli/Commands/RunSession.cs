using System.Globalization;
using System.Text.Json;
using Recoil.Cli.Plans;
using Recoil.Cli.Progress;
using Recoil.Cli.Reports;
using Recoil.Cli.Reports.Html;
using Recoil.Cli.Running;
using Recoil.Contracts;
using Recoil.Hosting.Models;
using Spectre.Console;

namespace Recoil.Cli.Commands;

/// <summary>One <c>recoil run</c> from the plan to the reports.</summary>
internal sealed class RunSession(CommandEnvironment environment, RunOptions options)
{
    /// <summary>Runs the plan.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            return await RunPlanAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await FailAsync(ExitCode.Stopped, ["Stopped. Give the same command again to go on from here."]);
        }
        catch (CannotStartException cannot)
        {
            return await FailAsync(ExitCode.Usage, [cannot.Message]);
        }
#pragma warning disable CA1031 // The last place that can tell the user: whatever it is, it becomes the exit code.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            await environment.Error.WriteLineAsync(unexpected.ToString());
            return await FailAsync(
                ExitCode.InternalError,
                [$"Internal error: {unexpected.Message} What was done is kept: give the same command again to go on from here."]);
        }
    }

    private async Task<int> RunPlanAsync(CancellationToken stop)
    {
        ModelProfiles models;
        try
        {
            models = options.Models is { } file ? ModelProfiles.Read(At(file)) : ModelProfiles.BuiltIn;
        }
        catch (InvalidModelsFileException invalid)
        {
            return await FailAsync(ExitCode.Usage, [$"--models: {invalid.Message}"]);
        }

        var plan = PlanReader.Read(At(options.Plan), Settings(models), name: options.Plan);
        if (plan.Run is not { } run)
            return await FailAsync(ExitCode.Usage, plan.Errors);

        var missing = await environment.MissingTools(stop);
        if (missing.Count > 0)
            return await FailAsync(ExitCode.Usage, missing);

        var outName = options.Out ?? Path.Combine("out", run.RunId);
        var output = new OutputFolder(At(outName));
        var data = options.Data is { } given ? At(given) : output.File(".recoil");
        if (WritableFolder.Mistake(output.Path) is { } noOutput)
            return await FailAsync(ExitCode.Usage, [$"--out: {noOutput}"]);
        if (WritableFolder.Mistake(data) is { } noData)
            return await FailAsync(ExitCode.Usage, [$"--data: {noData}"]);

        await environment.Error.WriteLineAsync(
            $"Run {run.RunId} of {run.Project}: {Words.Count(run.Shots.Count, "shot", "shots")}, at most {Words.Dollars(run.EpisodeCap)}.");
        var started = environment.Time.GetTimestamp();
        var snapshot = await MakeAsync(run, models, output, data, stop);
        await environment.Error.WriteLineAsync("Writing the reports.");
        var report = await new RunReports(environment.ReportMedia).WriteAsync(snapshot, output, stop);
        await TellAsync(report, outName, environment.Time.GetElapsedTime(started));
        return report.Shots.All(shot => shot.Status == SnakeCase.Of(ShotStatus.Ok)) ? ExitCode.Ok : ExitCode.PeopleNeeded;
    }

    private async Task<RunSnapshot> MakeAsync(RunRequested run, ModelProfiles models, OutputFolder output, string data, CancellationToken stop)
    {
        await using var progress = Progress(run);
        var hostOptions = new EpisodeHostOptions
        {
            DataFolder = data,
            OutputFolder = output.Path,
            Models = models,
            Parallel = run.MaxParallel,
            LogLevel = options.LogLevel,
            Log = progress.Log,
        };
        await using var host = await environment.StartHost(hostOptions, stop);
        await host.RunAsync(run, progress.Show, progress.Show, stop);
        return await host.ReadAsync(run, stop);
    }

    private IRunProgress Progress(RunRequested run) => environment.ErrorIsTerminal
        ? new LiveProgress(run, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(environment.Error) }), environment.Time)
        : new PlainProgress(run, environment.Error);

    private PlanSettings Settings(ModelProfiles models) => new()
    {
        Models = models,
        Providers = environment.Providers,
        EpisodeCap = options.Budget,
        ShotCap = options.ShotBudget,
        Model = options.Model,
        MaxParallel = options.Parallel,
        Policy = options.Policy,
    };

    private async Task TellAsync(RunReport report, string outName, TimeSpan took)
    {
        if (options.Json)
        {
            await environment.Out.WriteAsync(System.Text.Encoding.UTF8.GetString(RunReports.Bytes(report)));
            return;
        }

        ResultTable.Write(report, environment.Out, environment.OutIsTerminal);
        var counts = string.Join(", ", report.CountsByStatus.Select(count => $"{count.Value} {Words.Plain(count.Key)}"));
        await environment.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts}; {Words.Dollars(report.Budget.Spent)} of {Words.Dollars(report.Budget.EpisodeCap)} spent in {took.TotalSeconds:0.0} s."));
        await environment.Out.WriteLineAsync($"Report: {Path.Combine(outName, RunReports.HtmlName)}");
    }

    private async Task<int> FailAsync(int code, IReadOnlyList<string> errors)
    {
        foreach (var error in errors)
            await environment.Error.WriteLineAsync(error);
        if (options.Json)
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(new Failure(code, errors), ReportJson.Document));
        return code;
    }

    private string At(string path) => Path.GetFullPath(path, environment.CurrentFolder);

    /// <summary>What <c>--json</c> prints when there is no report.</summary>
    private sealed record Failure(int ExitCode, IReadOnlyList<string> Errors);
}
