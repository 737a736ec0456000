using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Remaking;
using Recoil.Contracts;
using Recoil.Plans;
using Recoil.Reports.Html;
using Recoil.Storage.Reviews;

namespace Recoil.Cli.Reviews;

/// <summary>What a person says about an entry, asked of the review queue over the bus.</summary>
internal sealed class ReviewDecisionSession(CommandEnvironment environment, string id, string? by, string? data)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private string By => by ?? environment.User ?? throw new CommandFailedException("--by: missing, and USER is not set. Say who you are.");

    public Task<int> ClaimAsync(TimeSpan time, CancellationToken stop) => AskAsync(
        entry => new ClaimReview { ReviewId = entry.ReviewId, By = By, For = time },
        (shot, _, answer) => $"{shot} is kept for {answer.ClaimedBy}{(answer.ClaimedUntil is { } until ? $" until {until.LocalDateTime:HH:mm}" : "")}.",
        stop);

    /// <param name="said">The decision; whose review it is, and who says so, is filled in.</param>
    /// <param name="stop">Ends the command.</param>
    public Task<int> DecideAsync(DecideReview said, CancellationToken stop) => AskAsync(
        entry => said with { ReviewId = entry.ReviewId, By = By },
        (shot, entry, answer) => (answer.Decision ?? said.Decision) switch
        {
            _ when entry.Decision is { } earlier =>
                $"{shot}: {earlier.By} decided so on {earlier.At.LocalDateTime:yyyy-MM-dd HH:mm:ss} already ({Words.Plain(SnakeCase.Of(earlier.Decision))}).",
            ReviewDecision.Approve => $"{shot} is approved.",
            ReviewDecision.Reject => $"{shot} is rejected.",
            _ => $"{shot} is made again; recoil watch shows how it ends.",
        },
        stop);

    /// <param name="file">The take, from the current folder.</param>
    /// <param name="note">Why, or null.</param>
    /// <param name="charged">See <see cref="DecideReview.ChargedUsd"/>.</param>
    /// <param name="stop">Ends the command.</param>
    public Task<int> SupplyAsync(string file, string? note, decimal? charged, CancellationToken stop) => AskAsync(
        async (entry, store, cancellationToken) => new DecideReview
        {
            ReviewId = entry.ReviewId,
            By = By,
            Decision = ReviewDecision.Approve,
            Note = note,
            ChargedUsd = charged,
            SuppliedOutput = await new SuppliedTake(environment, data).StoreAsync(file, entry, store, cancellationToken),
        },
        (shot, entry, answer) => entry.Decision is null ? $"{shot} is approved with {Shown.OneLine(file)}." : $"{shot} was approved with this take already.",
        stop);

    private Task<int> AskAsync<TQuestion>(Func<ReviewEntry, TQuestion> ask, Func<string, ReviewEntry, ReviewAnswered, string> describe, CancellationToken stop)
        where TQuestion : class => AskAsync((entry, _, _) => Task.FromResult(ask(entry)), describe, stop);

    private Task<int> AskAsync<TQuestion>(Func<ReviewEntry, StoreClient, CancellationToken, Task<TQuestion>> ask, Func<string, ReviewEntry, ReviewAnswered, string> describe, CancellationToken stop)
        where TQuestion : class => new CommandRunner { Environment = environment }.RunAsync(
        async cancellationToken =>
        {
            _ = By;
            var transport = Connection.Broker(data, environment);
            await using var store = StoreClient.Open(data, environment);
            var entry = await ReviewName.FindAsync(id, store.Reviews, cancellationToken);
            var question = await ask(entry, store, cancellationToken);
            await using var bus = await BusClient.ConnectAsync(transport, cancellationToken);
            var answer = await bus.AskAsync<TQuestion, ReviewAnswered>(question, "review queue", s_timeout, cancellationToken);
            var shot = $"{entry.Request.Project}/{entry.Request.RunId}/{entry.Request.ShotId}";
            if (!answer.Accepted)
                throw new CommandFailedException($"{shot}: {answer.Refusal ?? "refused."}") { ExitCode = ExitCode.Failed };
            await environment.Out.WriteLineAsync(describe(shot, entry, answer));
            if (answer.Decision is ReviewDecision.Reroll && entry.Decision is null)
                await WriteBuiltOnAsync(entry.Request, store, cancellationToken);
            return ExitCode.Ok;
        },
        stop);

    /// <summary>An earlier round of the shot may have been accepted, and others made from its take.</summary>
    private async Task WriteBuiltOnAsync(EnqueueReview review, StoreClient store, CancellationToken cancellationToken)
    {
        if (await store.Archive.FindBuiltOnAsync(review.Project, review.RunId, review.ShotId, cancellationToken) is { Count: > 0 } built)
            await environment.Out.WriteLineAsync(RemakeText.BuiltOn($"{review.Project}/{review.RunId}", built, [review.ShotId]));
    }
}
