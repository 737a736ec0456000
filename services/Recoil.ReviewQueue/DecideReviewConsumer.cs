using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Records a person's decision and publishes it. The first decision stands; repeating it publishes it again.</summary>
/// <remarks>
/// A process may end after it stores the decision and before it publishes it. The command is then delivered again, or the person
/// repeats it; the shot ignores a repeated decision.
/// </remarks>
internal sealed partial class DecideReviewConsumer(
    IReviewEntries entries, ReviewMetrics metrics, TimeProvider time, ILogger<DecideReviewConsumer> logger)
    : IConsumer<DecideReview>
{
    public async Task Consume(ConsumeContext<DecideReview> context)
    {
        var command = context.Message;
        var now = time.GetUtcNow();
        var entry = await entries.FindAsync(command.ReviewId, context.CancellationToken);
        var refusal = entry is null
            ? ReviewAnswers.Unknown(command.ReviewId)
            : ReviewLimits.RefusalOf(command) ?? (entry.Decision is null ? ReviewLimits.RefusalOf(command, entry.Request) : null);
        if (refusal is null)
        {
            entry = await entries.DecideAsync(DecisionOf(command, entry!, now), now, context.CancellationToken);
            refusal = RefusalBy(entry, command, now);
        }

        if (refusal is null)
        {
            var decision = entry!.Decision!;
            await context.PublishUntilConfirmedAsync(decision, context.CancellationToken);
            metrics.Decided(decision.Decision);
            LogDecided(entry.Request.ShotId, entry.Request.Project, decision.By, decision.Decision);
        }
        else
        {
            LogRefused(command.ReviewId, command.By, refusal);
        }

        await context.AnswerAsync(ReviewAnswers.Of(command.ReviewId, refusal, entry, now));
    }

    private static ReviewDecided DecisionOf(DecideReview command, ReviewEntry entry, DateTimeOffset now) => new()
    {
        CorrelationId = entry.Request.CorrelationId,
        ReviewId = command.ReviewId,
        Decision = command.Decision,
        By = command.By,
        Note = command.Note,
        EditedPrompt = command.EditedPrompt,
        ExtraBudget = command.ExtraBudget,
        ChargedUsd = command.ChargedUsd,
        SuppliedOutput = command.SuppliedOutput,
        At = now,
    };

    private static string? RefusalBy(ReviewEntry? entry, DecideReview command, DateTimeOffset now) => entry switch
    {
        null => ReviewAnswers.Unknown(command.ReviewId),
        { Decision: { } standing } => IsSame(standing, command) ? null : ReviewAnswers.Decided(standing),
        _ => ReviewAnswers.Held(entry.HeldAgainst(command.By, now) ?? "Another person", entry.ClaimedUntil),
    };

    /// <summary>The action is the same; the person and the note may differ.</summary>
    private static bool IsSame(ReviewDecided standing, DecideReview command) =>
        standing.Decision == command.Decision && standing.EditedPrompt == command.EditedPrompt && standing.ExtraBudget == command.ExtraBudget
        && standing.ChargedUsd == command.ChargedUsd && standing.SuppliedOutput == command.SuppliedOutput;

    [LoggerMessage(Level = LogLevel.Information, Message = "Shot {ShotId} of {Project}: {By} decided {Decision}")]
    private partial void LogDecided(string shotId, string project, string by, ReviewDecision decision);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Decision of '{By}' on review {ReviewId} refused: {Refusal}")]
    private partial void LogRefused(Guid reviewId, string by, string refusal);
}
