using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Takes a person's decision and tells the shot. The first decision stands; the same one again is told again.</summary>
/// <remarks>
/// A process may end after the decision was stored and before it was told: the command is then delivered again, or given again
/// by the person, and the shot knows a repeated decision.
/// </remarks>
internal sealed partial class DecideReviewConsumer(
    IReviewEntries entries, ReviewMetrics metrics, TimeProvider time, ILogger<DecideReviewConsumer> logger)
    : IConsumer<DecideReview>
{
    public async Task Consume(ConsumeContext<DecideReview> context)
    {
        var wish = context.Message;
        var now = time.GetUtcNow();
        var entry = await entries.FindAsync(wish.ReviewId, context.CancellationToken);
        var refusal = entry is null ? ReviewAnswers.Unknown(wish.ReviewId) : ReviewLimits.RefusalOf(wish);
        if (refusal is null)
        {
            entry = await entries.DecideAsync(DecisionOf(wish, entry!, now), now, context.CancellationToken);
            refusal = RefusalBy(entry, wish, now);
        }

        if (refusal is null)
        {
            var decision = entry!.Decision!;
            await context.Publish(decision);
            metrics.Decided(decision.Decision);
            LogDecided(entry.Request.ShotId, entry.Request.Project, decision.By, decision.Decision);
        }
        else
        {
            LogRefused(wish.ReviewId, wish.By, refusal);
        }

        await context.AnswerAsync(ReviewAnswers.Of(wish.ReviewId, refusal, entry, now));
    }

    private static ReviewDecided DecisionOf(DecideReview wish, ReviewEntry entry, DateTimeOffset now) => new()
    {
        CorrelationId = entry.Request.CorrelationId,
        ReviewId = wish.ReviewId,
        Decision = wish.Decision,
        By = wish.By,
        Note = wish.Note,
        EditedPrompt = wish.EditedPrompt,
        ExtraBudget = wish.ExtraBudget,
        At = now,
    };

    private static string? RefusalBy(ReviewEntry? entry, DecideReview wish, DateTimeOffset now) => entry switch
    {
        null => ReviewAnswers.Unknown(wish.ReviewId),
        { Decision: { } standing } => IsSame(standing, wish) ? null : ReviewAnswers.Decided(standing),
        _ => ReviewAnswers.Held(entry.HeldAgainst(wish.By, now) ?? "Somebody", entry.ClaimedUntil),
    };

    /// <summary>What is to be done is the same; who says so and why may differ.</summary>
    private static bool IsSame(ReviewDecided standing, DecideReview wish) =>
        standing.Decision == wish.Decision && standing.EditedPrompt == wish.EditedPrompt && standing.ExtraBudget == wish.ExtraBudget;

    [LoggerMessage(Level = LogLevel.Information, Message = "Shot {ShotId} of {Project}: {By} decided {Decision}")]
    private partial void LogDecided(string shotId, string project, string by, ReviewDecision decision);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The decision of '{By}' on review {ReviewId} was refused: {Refusal}")]
    private partial void LogRefused(Guid reviewId, string by, string refusal);
}
