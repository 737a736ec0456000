using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Claims an entry for one person for a limited time, so that no two people review the same shot.</summary>
internal sealed partial class ClaimReviewConsumer(IReviewEntries entries, TimeProvider time, ILogger<ClaimReviewConsumer> logger)
    : IConsumer<ClaimReview>
{
    public async Task Consume(ConsumeContext<ClaimReview> context)
    {
        var command = context.Message;
        var now = time.GetUtcNow();
        var refusal = ReviewLimits.RefusalOf(command);
        ReviewEntry? entry = null;
        if (refusal is null)
        {
            entry = await entries.ClaimAsync(command.ReviewId, command.By, now, now + command.For, context.CancellationToken);
            refusal = entry switch
            {
                null => ReviewAnswers.Unknown(command.ReviewId),
                { Decision: { } decision } => ReviewAnswers.Decided(decision),
                _ => entry.HeldAgainst(command.By, now) is { } holder ? ReviewAnswers.Held(holder, entry.ClaimedUntil) : null,
            };
        }

        if (refusal is not null)
            LogRefused(command.ReviewId, command.By, refusal);
        await context.AnswerAsync(ReviewAnswers.Of(command.ReviewId, refusal, entry, now));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Claim of '{By}' on review {ReviewId} refused: {Refusal}")]
    private partial void LogRefused(Guid reviewId, string by, string refusal);
}
