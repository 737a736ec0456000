using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Takes a person's decision, once, and tells the shot. The same decision again is told again: it may not have got through.</summary>
internal sealed partial class DecideReviewConsumer(
    IReviewEntries entries, ReviewMetrics metrics, TimeProvider time, ILogger<DecideReviewConsumer> logger)
    : IConsumer<DecideReview>
{
    public async Task Consume(ConsumeContext<DecideReview> context)
    {
        var wish = context.Message;
        ReviewEntry? entry = null;
        var refusal = ReviewDesk.Mistake(wish);
        if (refusal is null)
        {
            entry = await entries.FindAsync(wish.ReviewId, context.CancellationToken);
            var now = time.GetUtcNow();
            var decision = new ReviewDecided
            {
                CorrelationId = entry?.Request.CorrelationId ?? Guid.Empty,
                ReviewId = wish.ReviewId,
                Decision = wish.Decision,
                By = wish.By,
                Note = wish.Note,
                EditedPrompt = wish.EditedPrompt,
                ExtraBudget = wish.ExtraBudget,
                At = now,
            };
            if (entry is not null)
                entry = await entries.DecideAsync(decision, now, context.CancellationToken);
            refusal = ReviewDesk.Refusal(entry, decision);
        }

        if (refusal is null)
        {
            await context.Publish(entry!.Decision!);
            metrics.Decided(wish.Decision);
            LogDecided(entry.Request.ShotId, entry.Request.Project, wish.Decision, wish.By);
        }
        else
        {
            LogRefused(wish.ReviewId, refusal);
        }

        await context.AnswerAsync(wish.ReviewId, refusal, entry);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Shot {ShotId} of {Project}: {Decision} by {By}")]
    private partial void LogDecided(string shotId, string project, ReviewDecision decision, string by);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A decision on review entry {ReviewId} is refused: {Reason}")]
    private partial void LogRefused(Guid reviewId, string reason);
}
