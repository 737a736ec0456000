using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Keeps an entry for one person for a while, so that no two look at the same shot.</summary>
internal sealed partial class ClaimReviewConsumer(IReviewEntries entries, TimeProvider time, ILogger<ClaimReviewConsumer> logger)
    : IConsumer<ClaimReview>
{
    public async Task Consume(ConsumeContext<ClaimReview> context)
    {
        var wish = context.Message;
        var now = time.GetUtcNow();
        var refusal = ReviewLimits.RefusalOf(wish);
        ReviewEntry? entry = null;
        if (refusal is null)
        {
            entry = await entries.ClaimAsync(wish.ReviewId, wish.By, now, now + wish.For, context.CancellationToken);
            refusal = entry switch
            {
                null => ReviewAnswers.Unknown(wish.ReviewId),
                { Decision: { } decision } => ReviewAnswers.Decided(decision),
                _ => entry.HeldAgainst(wish.By, now) is { } holder ? ReviewAnswers.Held(holder, entry.ClaimedUntil) : null,
            };
        }

        if (refusal is not null)
            LogRefused(wish.ReviewId, wish.By, refusal);
        await context.AnswerAsync(ReviewAnswers.Of(wish.ReviewId, refusal, entry, now));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The claim of '{By}' on review {ReviewId} was refused: {Refusal}")]
    private partial void LogRefused(Guid reviewId, string by, string refusal);
}
