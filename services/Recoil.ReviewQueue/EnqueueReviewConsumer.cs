using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue;

/// <summary>Puts a shot before a person, once.</summary>
internal sealed partial class EnqueueReviewConsumer(
    IReviewEntries entries, ReviewMetrics metrics, TimeProvider time, ILogger<EnqueueReviewConsumer> logger)
    : IConsumer<EnqueueReview>
{
    public async Task Consume(ConsumeContext<EnqueueReview> context)
    {
        var request = context.Message;
        if (request.TotalCostUsd < 0 || request.Attempts.Any(attempt => attempt.Cost < 0))
            throw new ArgumentOutOfRangeException(nameof(context), $"Review {request.ReviewId} has a negative cost for shot {request.ShotId}. Costs are 0 or more.");
        if (request.ReviewId == Guid.Empty || request.CorrelationId == Guid.Empty)
            throw new ArgumentException($"The review of shot {request.ShotId} has no review id or no correlation id.", nameof(context));

        var added = await entries.TryAddAsync(
            new ReviewEntry { ReviewId = request.ReviewId, Request = request, EnqueuedAt = time.GetUtcNow() }, context.CancellationToken);
        if (!added)
            return;

        metrics.Added(request.Reason);
        LogAdded(request.ShotId, request.Project, request.Reason, request.FailureMode);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Shot {ShotId} of {Project} waits for a person: {Reason} ({FailureMode})")]
    private partial void LogAdded(string shotId, string project, ReviewReason reason, string failureMode);
}
