using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.Storage.Conformance.Reviews;

public abstract class When_a_review_is_added<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [SkippableFact]
    public async Task It_is_found_whole()
    {
        var entry = Entry();

        (await Store.Reviews.TryAddAsync(entry, default)).ShouldBeTrue();

        (await Store.Reviews.FindAsync(entry.ReviewId, default)).ShouldBeEquivalentTo(entry);
        (await Store.Reviews.FindAsync(Guid.NewGuid(), default)).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Twice_the_first_stays()
    {
        var entry = Entry();
        await Store.Reviews.TryAddAsync(entry, default);

        (await Store.Reviews.TryAddAsync(entry with { EnqueuedAt = Noon.AddHours(1) }, default)).ShouldBeFalse();

        (await Store.Reviews.ListAsync("film", "run-1", default)).ShouldHaveSingleItem().EnqueuedAt.ShouldBe(Noon);
    }

    [SkippableFact]
    public async Task By_many_at_once_it_is_added_once()
    {
        var entry = Entry();
        var other = await Store.OpenAgainAsync();
        try
        {
            var added = await AtOnceAsync(12, index => (index % 2 == 0 ? Store : other).Reviews.TryAddAsync(entry, default));

            added.Count(first => first).ShouldBe(1);
            (await Store.Reviews.ListAsync("film", "run-1", default)).Count.ShouldBe(1);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task The_entries_of_a_run_are_listed_oldest_first()
    {
        var second = Entry() with { EnqueuedAt = Noon.AddMinutes(2) };
        var first = Entry() with { EnqueuedAt = Noon.AddMinutes(1) };
        foreach (var entry in new[] { second, first, Entry("film", "run-2"), Entry("other", "run-1") })
            await Store.Reviews.TryAddAsync(entry, default);

        (await Store.Reviews.ListAsync("film", "run-1", default)).Select(entry => entry.ReviewId).ShouldBe([first.ReviewId, second.ReviewId]);
        (await Store.Reviews.ListAsync("film", "run-3", default)).ShouldBeEmpty();
    }

    private static ReviewEntry Entry(string project = "film", string runId = "run-1")
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
