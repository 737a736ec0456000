using System.Text.Json;
using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Progress;
using Recoil.Cli.Remaking;
using Recoil.Cli.Reviews;
using Recoil.Cli.Services;
using Recoil.Cli.Steering;
using Recoil.Cli.Tables;
using Recoil.Contracts;
using Recoil.Plans;
using Recoil.Reports;
using Recoil.Reports.Html;
using Recoil.Shots;
using Recoil.Storage.Reviews;
using Recoil.Storage.Steering;

namespace Recoil.Cli.Statuses;

/// <summary>One <c>recoil status</c>, out of the store.</summary>
internal sealed class StatusSession(CommandEnvironment environment, StatusOptions options)
{
    private const int Newest = 20;

    public Task<int> RunAsync(CancellationToken stop) =>
        new CommandRunner { Environment = environment, Json = options.Json }.RunAsync(StatusAsync, stop);

    private async Task<int> StatusAsync(CancellationToken stop)
    {
        await using var store = StoreClient.Open(options.Data, environment);
        var pauses = await store.Pauses.ListAsync(stop);
        foreach (var pause in pauses)
            await environment.Error.WriteLineAsync($"{PauseText.Of(pause)}. recoil resume goes on.");
        var paused = new PausedWork(pauses);
        if (options.Run is { } typed)
            await WriteAsync(await RunName.FindAsync(typed, options.Project, store.Archive, stop), paused, store, stop);
        else
            await WriteNewestAsync(paused, store, stop);
        return ExitCode.Ok;
    }

    private async Task WriteNewestAsync(PausedWork paused, StoreClient store, CancellationToken stop)
    {
        var runs = (await store.Archive.ListRunsAsync(RunName.LookedAt, stop))
            .Where(run => options.Project is null || run.Run.Project == options.Project).Take(Newest);
        var overviews = new List<RunOverview>();
        foreach (var run in runs)
            overviews.Add(await OverviewAsync(run, paused, store, stop));
        foreach (var unreadable in (await store.Archive.ListUnreadableRunsAsync(RunName.LookedAt, stop)).Take(Newest))
            await environment.Error.WriteLineAsync($"Run {unreadable.Id} is not listed: {Shown.OneLine(unreadable.Reason, 300)}");

        if (options.Json)
        {
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(overviews, ReportJson.Document));
            return;
        }

        if (overviews.Count == 0)
        {
            await environment.Error.WriteLineAsync(options.Project is null ? "No runs yet." : $"No runs of {Shown.OneLine(options.Project)}.");
            return;
        }

        var table = new TextTable(
            "run", "state", "started", new Column("shots", Right: true), "how they stand",
            new Column("spent", Right: true), new Column("reserved", Right: true), new Column("cap", Right: true));
        foreach (var run in overviews)
        {
            table.Add(
                $"{run.Project}/{run.RunId}", Words.Plain(run.State), $"{run.StartedAt.LocalDateTime:yyyy-MM-dd HH:mm}", run.Shots.ToString(), Counts(run),
                Words.Cost(run.Cost), Words.Dollars(run.Reserved), Words.Dollars(run.EpisodeCap));
        }

        table.Write(environment.Out, environment.OutIsTerminal);
    }

    private async Task WriteAsync(RunSummary run, PausedWork paused, StoreClient store, CancellationToken stop)
    {
        var overview = await OverviewAsync(run, paused, store, stop);
        if (run.Result?.Failure is { } failure)
            await environment.Error.WriteLineAsync(RunFailure.Line(failure));
        var reviews = await store.Reviews.ListAsync(run.Run.Project, run.Run.RunId, stop);
        var shots = new List<ShotOverview>(run.Shots);
        foreach (var shot in (await store.Archive.LookUpRunAsync(run.Run.Project, run.Run.RunId, stop))?.Shots ?? [])
        {
            var record = await store.Archive.FindAsync(run.Run.Project, run.Run.RunId, shot.ShotId, stop);
            var known = ShotOverview.Of(shot, record, reviews);
            shots.Add(known with { OutputPath = Connection.Show(known.OutputPath, options.Data, environment) });
        }

        if (options.Json)
        {
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(new RunWithShots(overview, shots), ReportJson.Document));
            return;
        }

        await environment.Out.WriteLineAsync(
            $"{RunName.FullName(run)}: {Words.Plain(overview.State)}; {Counts(overview)}; {Words.Amount(overview.Cost)} spent and {Words.Dollars(overview.Reserved)} reserved of {Words.Dollars(overview.EpisodeCap)}.");
        var table = new TextTable("shot", "state", "status", new Column("attempts", Right: true), new Column("cost", Right: true), "failure mode", "review", "output");
        foreach (var shot in shots)
        {
            var status = shot.Status is { } ended ? SnakeCase.Of(ended) : "-";
            table.Add(
                shot.ShotId, Words.Plain(shot.State), new Cell(status, StatusColor.Of(status)), shot.Attempts.ToString(), Words.Cost(shot.Cost),
                shot.FailureMode is { } mode ? Shown.OneLine(mode) : "-", Review(shot), shot.OutputPath is { } path ? DataFolderName.Short(path, environment) : "-");
        }

        table.Write(environment.Out, environment.OutIsTerminal);
        foreach (var replaced in shots.SelectMany(shot => shot.BuiltOnReplaced.Select(other => (Shot: shot.ShotId, Other: other))).GroupBy(built => built.Other, StringComparer.Ordinal))
            await environment.Out.WriteLineAsync(RemakeText.OutOfDate(RunName.FullName(run), [.. replaced.Select(built => built.Shot)], replaced.Key));
    }

    private static async Task<RunOverview> OverviewAsync(RunSummary run, PausedWork paused, StoreClient store, CancellationToken stop) =>
        RunOverview.Of(
            run, await store.Archive.CountShotsAsync(run.Run.Project, run.Run.RunId, stop) ?? new RunStanding(new Dictionary<ShotStatus, int>(), 0, run.Shots, KnownCost.Free),
            await store.Runs.BalanceAsync(run.Run, stop), paused);

    private static string Counts(RunOverview run) => string.Join(", ", run.CountsByStatus.Select(count => $"{count.Value} {Words.Plain(count.Key)}"));

    private static string Review(ShotOverview shot) => shot switch
    {
        { ReviewId: null } => "-",
        { Decision: { } decision } => Words.Plain(SnakeCase.Of(decision)),
        { ReviewId: { } id } => $"open {ReviewName.Short(id)}",
    };

    /// <summary>What <c>--json</c> prints of one run.</summary>
    private sealed record RunWithShots(RunOverview Run, IReadOnlyList<ShotOverview> Shots);
}
