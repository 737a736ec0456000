using System.Text.Json;
using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Tables;
using Recoil.Contracts;
using Recoil.Plans;
using Recoil.Reports;
using Recoil.Reports.Html;
using Recoil.Storage.Reviews;

namespace Recoil.Cli.Reviews;

/// <summary><c>recoil review list</c> and <c>recoil review show</c>, out of the store.</summary>
internal sealed class ReviewListSession(CommandEnvironment environment, string? data, bool json)
{
    private const int Listed = 200;

    public Task<int> ListAsync(string? project, CancellationToken stop) => DoAsync((store, cancellationToken) => ListAsync(store, project, cancellationToken), stop);

    public Task<int> ShowAsync(string id, CancellationToken stop) => DoAsync((store, cancellationToken) => ShowAsync(store, id, cancellationToken), stop);

    private Task<int> DoAsync(Func<StoreClient, CancellationToken, Task> write, CancellationToken stop) => new CommandRunner { Environment = environment, Json = json }.RunAsync(
        async cancellationToken =>
        {
            await using var store = StoreClient.Open(data, environment);
            await write(store, cancellationToken);
            return ExitCode.Ok;
        },
        stop);

    private async Task ListAsync(StoreClient store, string? project, CancellationToken cancellationToken)
    {
        var (entries, unreadable) = await store.Reviews.ListOpenAsync(project, Listed + 1, cancellationToken);
        foreach (var review in unreadable)
            await environment.Error.WriteLineAsync($"Review {review.Id:N} is not listed: {Shown.OneLine(review.Reason, 300)}");
        if (json)
        {
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(entries.Take(Listed), ReportJson.Document));
            return;
        }

        if (entries.Count == 0)
        {
            if (unreadable.Count == 0)
                await environment.Error.WriteLineAsync("No review entries are open.");
            return;
        }

        var table = new TextTable("id", "shot", "why", "failure mode", new Column("takes", Right: true), new Column("cost", Right: true), "since", "claimed");
        foreach (var entry in entries.Take(Listed))
        {
            var request = entry.Request;
            table.Add(
                ReviewName.Short(entry.ReviewId), $"{request.Project}/{request.RunId}/{request.ShotId}", Words.Plain(SnakeCase.Of(request.Reason)),
                Shown.OneLine(request.FailureMode), request.Attempts.Count.ToString(), Words.Cost(KnownCost.Of(request)),
                $"{entry.EnqueuedAt.LocalDateTime:yyyy-MM-dd HH:mm}", Claim(entry));
        }

        table.Write(environment.Out, environment.OutIsTerminal);
        if (entries.Count + unreadable.Count > Listed)
            await environment.Error.WriteLineAsync($"These are the {Listed} oldest. --project shows those of one project.");
    }

    private async Task ShowAsync(StoreClient store, string id, CancellationToken cancellationToken)
    {
        var entry = await ReviewName.FindAsync(id, store.Reviews, cancellationToken);
        if (json)
        {
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(entry, ReportJson.Document));
            return;
        }

        var request = entry.Request;
        var facts = new List<(string Name, string? Value)>
        {
            ("review", entry.ReviewId.ToString("N")),
            ("shot", $"{request.Project}/{request.RunId}/{request.ShotId}"),
            ("why", $"{Words.Plain(SnakeCase.Of(request.Reason))} ({Shown.OneLine(request.FailureMode)})"),
            ("since", $"{entry.EnqueuedAt.LocalDateTime:yyyy-MM-dd HH:mm:ss}"),
            ("cost", Words.Cost(KnownCost.Of(request))),
            ("charged", entry.Decision?.ChargedUsd is { } charged ? $"{Words.Dollars(charged)} for the take of unknown outcome" : null),
            ("take", Connection.Show(request.OutputPath, data, environment) ?? "none"),
            ("prompt", Whole(request.OriginalPrompt)),
            ("softened", request.SoftenedPrompt is { } softened ? Whole(softened) : null),
            ("claimed", Claim(entry) is "-" ? null : Claim(entry)),
            ("decided", entry.Decision is { } decision ? $"{Words.Plain(SnakeCase.Of(decision.Decision))} by {Shown.OneLine(decision.By)} on {decision.At.LocalDateTime:yyyy-MM-dd HH:mm:ss}{(decision.Note is { } note ? $": {Whole(note)}" : "")}" : null),
        };
        foreach (var (name, value) in facts)
        {
            if (value is not null)
                await environment.Out.WriteLineAsync($"{name,-10}{value}");
        }

        await environment.Out.WriteLineAsync();
        var table = new TextTable(new Column("attempt", Right: true), new Column("take", Right: true), "final state", new Column("cost", Right: true), "output", "error");
        foreach (var attempt in request.Attempts)
        {
            table.Add(
                attempt.Attempt.ToString(), attempt.Take.ToString(), attempt.FinalState is { Length: > 0 } state ? Shown.OneLine(state) : "-",
                KnownCost.Of(attempt) is { } cost ? Words.Cost(cost) : "-", Connection.Show(attempt.Output, data, environment) ?? "-", (attempt.Error ?? attempt.ProviderError) is { } error ? Shown.OneLine(error, 200) : "-");
        }

        table.Write(environment.Out, environment.OutIsTerminal);
    }

    private string Claim(ReviewEntry entry) => entry.ClaimedUntil > environment.Time.GetUtcNow() && entry.ClaimedBy is { } by
        ? $"{Shown.OneLine(by)} until {entry.ClaimedUntil.Value.LocalDateTime:HH:mm}"
        : "-";

    private static string Whole(string text) => Shown.OneLine(text, int.MaxValue - 100);
}
