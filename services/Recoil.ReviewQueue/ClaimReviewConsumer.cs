using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Keeps an entry for one person, so that no two look at the same shot.</summary>
internal sealed partial class ClaimReviewConsumer(IReviewEntries entries, TimeProvider time, ILogger<ClaimReviewConsumer> logger)
    : IConsumer<ClaimReview>
{
    public async Task Consume(ConsumeContext<ClaimReview> context)
    {
        var wish = context.Message;
        ReviewEntry? entry = null;
        var refusal = ReviewDesk.Mistake(wish);
        if (refusal is null)
        {
            var now = time.GetUtcNow();
            entry = await entries.ClaimAsync(wish.ReviewId, wish.By, now, now + wish.For, context.CancellationToken);
            refusal = ReviewDesk.Refusal(entry, wish, now);
        }

        if (refusal is not null)
            LogRefused(wish.ReviewId, refusal);
        await context.AnswerAsync(wish.ReviewId, refusal, entry);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A claim on review entry {ReviewId} is refused: {Reason}")]
    private partial void LogRefused(Guid reviewId, string reason);
}
