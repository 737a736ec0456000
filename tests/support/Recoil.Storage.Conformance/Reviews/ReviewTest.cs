using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.Storage.Conformance.Reviews;

public abstract class ReviewTest<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    protected IReviewEntries Reviews => Store.Reviews;

    protected async Task<ReviewEntry> AddAsync(ReviewEntry? entry = null)
    {
        entry ??= Entry();
        (await Reviews.TryAddAsync(entry, default)).ShouldBeTrue();
        return entry;
    }

    protected Task<ReviewEntry?> DecideAsync(ReviewDecided decision, DateTimeOffset? now = null) => Reviews.DecideAsync(decision, now ?? Noon, default);

    protected Task<ReviewEntry?> ClaimAsync(ReviewEntry entry, string person, DateTimeOffset now, TimeSpan time) =>
        Reviews.ClaimAsync(entry.ReviewId, person, now, now + time, default);

    protected static ReviewDecided DecisionOn(ReviewEntry entry, ReviewDecision decision = ReviewDecision.Approve, string by = "Ida") => new()
    {
        CorrelationId = entry.Request.CorrelationId,
        ReviewId = entry.ReviewId,
        Decision = decision,
        By = by,
        At = Noon,
    };

    protected static ReviewEntry Entry(string project = "film", string runId = "run-1")
    {
        var id = Guid.NewGuid();
        return new ReviewEntry
        {
            ReviewId = id,
            EnqueuedAt = Noon,
            Request = new EnqueueReview
            {
                CorrelationId = Guid.NewGuid(),
                ReviewId = id,
                Project = project,
                RunId = runId,
                EpisodeId = "e1",
                ShotId = "s1",
                Reason = ReviewReason.IcuEscalated,
                FailureMode = "anatomy_face_merge",
                Attempts = new List<AttemptRecord>
                {
                    new() { Attempt = 1, Output = "file:///takes/1.png", Cost = 0.04m, FinalState = "succeed" },
                    new() { Attempt = 2, Take = 2, Error = "it stopped" },
                },
                TotalCostUsd = 0.12m,
                OriginalPrompt = "two people shake \"hands\"",
                SoftenedPrompt = "two people greet",
                OutputPath = "file:///takes/1.png",
                At = Noon,
            },
        };
    }
}
