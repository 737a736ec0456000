using MassTransit;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Tells a person what became of a wish, where they wait for an answer.</summary>
internal static class ReviewAnswer
{
    public static Task AnswerAsync(this ConsumeContext context, Guid reviewId, string? refusal, ReviewEntry? entry) =>
        context.ResponseAddress is null
            ? Task.CompletedTask
            : context.RespondAsync(new ReviewAnswered
            {
                ReviewId = reviewId,
                Accepted = refusal is null,
                Refusal = refusal,
                ClaimedBy = entry?.ClaimedBy,
                ClaimedUntil = entry?.ClaimedUntil,
                Decision = entry?.Decision?.Decision,
            });
}
