using System.Text.Json;
using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Estimates;
using Recoil.Cli.Progress;
using Recoil.Cli.Running;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Models;
using Recoil.Plans;
using Recoil.Reports;
using Recoil.Reports.Html;

namespace Recoil.Cli.Submitting;

/// <summary>One <c>recoil submit</c>: hands a plan to the services and, when asked to, follows it to its end.</summary>
internal sealed class SubmitSession(CommandEnvironment environment, SubmitOptions options)
{
    private readonly CommandRunner _runner = new()
    {
        Environment = environment,
        Json = options.Json,
        WhenStopped = "Stopped following. The run continues: repeat the command to follow it, or end it with recoil cancel.",
        AfterUnexpected = "A submitted run continues: repeat the command to follow it.",
    };

    /// <returns>As <c>run</c> with <c>--wait</c>; otherwise 0 when the run was handed over.</returns>
    public Task<int> RunAsync(CancellationToken stop) => _runner.RunAsync(SubmitAsync, stop);

    private async Task<int> SubmitAsync(CancellationToken stop)
    {
        var plan = await ChosenPlan.ReadAsync(environment, options.Plan, stop);
        if (plan.Run is not { } run)
            return await _runner.FailAsync(ExitCode.Usage, plan.Errors);

        RunMessage.RefuseTooLarge(run, options.Plan.Plan);
        var transport = Connection.Broker(options.Data, environment);
        await using var store = StoreClient.Open(options.Data, environment);
        run = await WithArtifactsAsync(run, store, stop);
        RunMessage.RefuseTooLarge(run, options.Plan.Plan);
        await using var bus = await BusClient.ConnectAsync(transport, stop);
        return options.Wait ? await FollowAsync(run, plan, bus, store, stop) : await HandOverAsync(run, plan, bus, stop);
    }

    /// <summary>The run as the services get it: its pictures are among their artifacts.</summary>
    private async Task<RunRequested> WithArtifactsAsync(RunRequested run, StoreClient store, CancellationToken stop)
    {
        // One that an earlier version submitted names files.
        if (!await store.Runs.IsBegunAsync(run, stop))
        {
            if (PlanPictures.In(run))
                run = await new PlanPictures(Connection.ArtifactStore(options.Data, environment)).UploadAsync(run, stop);
            await store.Runs.RefuseAnotherAsync(run, "submit it to other services", stop);
        }

        return run;
    }

    private async Task<int> HandOverAsync(RunRequested run, ChosenPlan plan, BusClient bus, CancellationToken stop)
    {
        await bus.PublishAsync(run, stop);
        if (options.Json)
        {
            var submitted = new Submitted(run.Project, run.RunId, run.Shots.Count, run.EpisodeCap);
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(submitted, ReportJson.Document));
            return ExitCode.Ok;
        }

        await environment.Out.WriteLineAsync(run.RunId);
        await EstimateText.WriteHeadAsync(run, plan, environment.Error);
        var data = options.Data is { } folder ? $" --data {folder}" : "";
        await environment.Error.WriteLineAsync($"Follow it: recoil submit {options.Plan.Plan} --wait{data}, recoil status {run.Project}/{run.RunId}{data}, or recoil watch --project {run.Project}{data}.");
        return ExitCode.Ok;
    }

    private async Task<int> FollowAsync(RunRequested run, ChosenPlan plan, BusClient bus, StoreClient store, CancellationToken stop)
    {
        await EstimateText.WriteHeadAsync(run, plan, environment.Error);
        var started = environment.Time.GetTimestamp();
        await using (var progress = RunProgress.Of(run, environment))
        {
            var follow = new RunFollow(run, store.Archive, progress, environment.Time);

            // Listening comes first, so that nothing is missed.
            await bus.ListenAsync(
                "submit",
                endpoint =>
                {
                    endpoint.OnShotCompleted([$"{RoutingKeys.Word(run.Project)}.*"], follow.Receive);
                    endpoint.On<RunCompleted>(follow.Receive);
                    endpoint.On<ShotProgressed>(follow.Receive);
                },
                stop);
            await bus.PublishAsync(run, stop);
            await follow.UntilEndAsync(stop);
        }

        var storeRetry = new StoreRetry(environment.Error, environment.Time);
        var rested = await storeRetry.AskAsync(() => RestedAsync(run, store, stop), stop);
        if ((await store.Archive.SummarizeRunAsync(run.Project, run.RunId, stop))?.Result?.Failure is { } failure)
            await environment.Error.WriteLineAsync(RunFailure.Line(failure));
        var report = RunReport.Of(rested, new OutputFolder(environment.CurrentFolder, Connection.Artifacts(options.Data, environment)));
        return await new RunResult(environment, options.Json).WriteAsync(report, environment.Time.GetElapsedTime(started));
    }

    private static async Task<RunSnapshot> RestedAsync(RunRequested run, StoreClient store, CancellationToken stop)
    {
        await store.Runs.RestAsync(run, stop);
        return await store.Runs.ReadAsync(run, stop);
    }

    /// <summary>What <c>--json</c> prints of a run that was handed over.</summary>
    private sealed record Submitted(string Project, string RunId, int Shots, decimal EpisodeCap);
}
