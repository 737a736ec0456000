using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Closes an entry that its shot waits for no more. Who has claimed it finds it decided; a decision that is there stands.</summary>
internal sealed partial class WithdrawReviewConsumer(IReviewEntries entries, TimeProvider time, ILogger<WithdrawReviewConsumer> logger) : IConsumer<WithdrawReview>
{
    public async Task Consume(ConsumeContext<WithdrawReview> context)
    {
        var (request, decision) = (context.Message.Review, context.Message.Decision);
        var now = time.GetUtcNow();

        // The entry may come after this.
        await entries.TryAddAsync(new ReviewEntry { ReviewId = request.ReviewId, Request = request, EnqueuedAt = now }, context.CancellationToken);

        // No claim lasts so long.
        await entries.DecideAsync(decision, now + ReviewLimits.LongestClaim + TimeSpan.FromDays(1), context.CancellationToken);
        LogWithdrawn(request.ShotId, request.Project, decision.By);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Shot {ShotId} of {Project} is made again at the request of {By}: its review is closed")]
    private partial void LogWithdrawn(string shotId, string project, string by);
}
