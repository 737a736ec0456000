using Recoil.Cli.Estimates;
using Recoil.Cli.Progress;
using Recoil.Cli.Running;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Plans;
using Recoil.Providers.Emulators;
using Recoil.Providers.Emulators.Takes;
using Recoil.Reports;
using Recoil.Reports.Html;

namespace Recoil.Cli.Commands;

/// <summary>One <c>recoil run</c> from the plan to the reports.</summary>
internal sealed class RunSession(CommandEnvironment environment, RunOptions options)
{
    private readonly CommandRunner _runner = new()
    {
        Environment = environment,
        Json = options.Json,
        WhenStopped = "Stopped. Give the same command again to resume.",
        AfterUnexpected = "Finished work is kept: give the same command again to resume.",
    };

    /// <summary>Runs the plan.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public Task<int> RunAsync(CancellationToken stop) => _runner.RunAsync(RunPlanAsync, stop);

    private async Task<int> RunPlanAsync(CancellationToken stop)
    {
        await using var emulators = options.Emulators ? await EmulatorServer.StartAsync(new AnimaticPictures(), cancellationToken: stop) : null;
        var choices = emulators is null ? options.Plan : options.Plan with { Accounts = EmulatedAccounts.At(emulators.Address) };
        var plan = await ChosenPlan.ReadAsync(environment, choices, stop);
        if (plan.Run is not { } run)
            return await _runner.FailAsync(ExitCode.Usage, plan.Errors);

        var missing = await environment.MissingTools(stop);
        if (missing.Count > 0)
            return await _runner.FailAsync(ExitCode.Usage, missing);

        var outName = options.Out ?? Path.Combine("out", run.RunId);
        var output = new OutputFolder(At(outName));
        var data = options.Data is { } given ? At(given) : output.File(".recoil");
        if (WritableFolder.Mistake(output.Path) is { } noOutput)
            throw new CommandFailedException($"--out: {noOutput}");
        if (WritableFolder.Mistake(data) is { } noData)
            throw new CommandFailedException($"--data: {noData}");

        await EstimateText.WriteHeadAsync(run, plan, environment.Error);
        var started = environment.Time.GetTimestamp();
        var snapshot = await MakeAsync(run, plan, output, data, stop);
        await environment.Error.WriteLineAsync("Writing the reports.");
        var report = await new RunReports(environment.ReportMedia).WriteAsync(snapshot, output, stop);
        var code = await new RunResult(environment, options.Json).WriteAsync(report, environment.Time.GetElapsedTime(started));
        if (!options.Json)
            await environment.Out.WriteLineAsync($"Report: {Path.Combine(outName, RunReports.HtmlName)}");
        return code;
    }

    private async Task<RunSnapshot> MakeAsync(RunRequested run, ChosenPlan plan, OutputFolder output, string data, CancellationToken stop)
    {
        await using var progress = RunProgress.Of(run, environment);
        var hostOptions = new EpisodeHostOptions
        {
            DataFolder = data,
            OutputFolder = output.Path,
            Models = plan.Models,
            Accounts = plan.Accounts,
            Parallel = run.MaxParallel,
            LogLevel = options.LogLevel,
            Log = progress.Log,
        };
        await using var host = await environment.StartHost(hostOptions, stop);
        var end = await host.RunAsync(run, progress.Show, progress.Show, stop);
        if (end.Failure is { } failure)
            await environment.Error.WriteLineAsync(RunFailure.Line(failure));
        return await host.ReadAsync(run, stop);
    }

    private string At(string path) => Path.GetFullPath(path, environment.CurrentFolder);
}
