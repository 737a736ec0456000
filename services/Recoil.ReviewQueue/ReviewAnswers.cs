using MassTransit;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Says what the queue answers, to those who asked for an answer.</summary>
internal static class ReviewAnswers
{
    public static ReviewAnswered Of(Guid reviewId, string? refusal, ReviewEntry? entry, DateTimeOffset now)
    {
        // An expired claim, or one on a decided entry, excludes no one.
        var claimed = entry is { Decision: null } && entry.ClaimedUntil > now;
        return new ReviewAnswered
        {
            ReviewId = reviewId,
            Accepted = refusal is null,
            Refusal = refusal,
            ClaimedBy = claimed ? entry!.ClaimedBy : null,
            ClaimedUntil = claimed ? entry!.ClaimedUntil : null,
            Decision = entry?.Decision?.Decision,
        };
    }

    public static Task AnswerAsync(this ConsumeContext context, ReviewAnswered answer) =>
        context.ResponseAddress is null ? Task.CompletedTask : context.RespondAsync(answer);

    public static string Unknown(Guid reviewId) => $"There is no review entry {reviewId}.";

    public static string Held(string by, DateTimeOffset? until) => $"{by} is looking at it until {until:yyyy-MM-dd HH:mm:ss} UTC.";

    public static string Decided(ReviewDecided decision) =>
        $"{decision.By} decided on {decision.At:yyyy-MM-dd HH:mm:ss} UTC to {SnakeCase.Of(decision.Decision)} it; the first decision stands.";
}
