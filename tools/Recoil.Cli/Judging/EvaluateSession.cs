using System.Globalization;
using System.Text.Json;
using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Statuses;
using Recoil.Cli.Tables;
using Recoil.Contracts;
using Recoil.Reports;
using Recoil.Reports.Html;
using Recoil.Shots;

namespace Recoil.Cli.Judging;

/// <summary>One <c>recoil judge evaluate</c>, out of the store.</summary>
internal sealed class EvaluateSession(CommandEnvironment environment, string? data, string? project, bool json)
{
    public Task<int> RunAsync(CancellationToken stop) => new CommandRunner { Environment = environment, Json = json }.RunAsync(EvaluateAsync, stop);

    private async Task<int> EvaluateAsync(CancellationToken stop)
    {
        await using var store = StoreClient.Open(data, environment);
        var takes = new List<JudgedTake>();
        foreach (var run in (await store.Archive.ListRunsAsync(RunName.LookedAt, stop)).Select(run => run.Run).Where(run => project is null || run.Project == project))
        {
            foreach (var entry in await store.Reviews.ListAsync(run.Project, run.RunId, stop))
            {
                if (entry.Decision is not null && await store.Archive.FindAsync(run.Project, run.RunId, entry.Request.ShotId, stop) is { } shot && Labels.Of(entry, shot.Timeline) is { } take)
                    takes.Add(take);
            }
        }

        var agreements = Agreement.Of(takes);
        if (json)
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(agreements, ReportJson.Document));
        else if (takes.Count == 0)
            await environment.Error.WriteLineAsync("No takes yet that a critic has judged and a person has decided on. Decide on reviews first: recoil review list.");
        else
            await WriteAsync(agreements, takes.Count);
        return ExitCode.Ok;
    }

    private async Task WriteAsync(IReadOnlyList<Agreement> agreements, int takes)
    {
        var table = new TextTable(
            "by", "failure mode", new Column("takes", Right: true), new Column("refused", Right: true), new Column("found", Right: true),
            new Column("precision", Right: true), new Column("recall", Right: true));
        foreach (var one in agreements)
            table.Add(one.By, one.FailureMode is { } mode ? SnakeCase.Of(mode) : "any", Number(one.Takes), Number(one.Refused), Number(one.Found), Share(one.Precision), Share(one.Recall));
        table.Write(environment.Out, environment.OutIsTerminal);
        await environment.Out.WriteLineAsync();
        await environment.Out.WriteLineAsync(
            $"{Words.Count(takes, "take", "takes")} that people decided on. Refused: rejected, made again, or replaced by hand. Precision: of those found, the share refused. Recall: of those refused, the share found; for one failure mode a lower bound, for people do not say which they saw.");
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double? share) => share is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : "-";
}
