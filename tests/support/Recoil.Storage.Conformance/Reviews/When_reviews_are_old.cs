using Recoil.Storage.Sagas;

namespace Recoil.Storage.Conformance.Reviews;

public abstract class When_reviews_are_old<TStore> : ReviewTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Decided_ones_are_removed_and_open_ones_stay()
    {
        var (open, decided) = (await AddAsync(), await AddAsync());
        await DecideAsync(DecisionOn(decided));

        (await Reviews.RemoveAsync(Noon, Noon, 10, default)).ShouldBe(0);
        (await Reviews.RemoveAsync(Noon.AddSeconds(1), Noon, 10, default)).ShouldBe(1);

        (await Reviews.FindAsync(decided.ReviewId, default)).ShouldBeNull();
        (await Reviews.FindAsync(open.ReviewId, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Open_ones_are_removed_when_they_are_older_still()
    {
        var (old, young) = (await AddAsync(), await AddAsync(Entry() with { EnqueuedAt = Noon.AddDays(1) }));
        await ClaimAsync(old, "Ida", Noon, TimeSpan.FromDays(1000));

        (await Reviews.RemoveAsync(Noon, Noon.AddDays(1), 10, default)).ShouldBe(1);

        (await Reviews.FindAsync(old.ReviewId, default)).ShouldBeNull();
        (await Reviews.FindAsync(young.ReviewId, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_old_one_that_was_decided_lately_stays()
    {
        var entry = await AddAsync(Entry() with { EnqueuedAt = Noon.AddDays(-500) });
        await DecideAsync(DecisionOn(entry));

        (await Reviews.RemoveAsync(Noon, Noon, 10, default)).ShouldBe(0);

        (await Reviews.FindAsync(entry.ReviewId, default)).ShouldNotBeNull().Decision.ShouldNotBeNull();
    }

    [Fact]
    public async Task Those_whose_shot_has_a_document_stay()
    {
        var (open, decided) = (await AddAsync(), await AddAsync());
        await DecideAsync(DecisionOn(decided));
        foreach (var entry in new[] { open, decided })
            await InsertAsync(new SagaDocument<Film> { Id = entry.Request.CorrelationId, State = new Film(), ExpiresAt = Noon });

        (await Reviews.RemoveAsync(Noon.AddYears(10), Noon.AddYears(10), 10, default)).ShouldBe(0, "they may come again out of the shots' outboxes");
        (await Films.RemoveExpiredAsync(Noon, default)).ShouldBe(2);

        (await Reviews.RemoveAsync(Noon.AddYears(10), Noon.AddYears(10), 10, default)).ShouldBe(2);
    }

    [Fact]
    public async Task One_that_cannot_be_read_stays_and_keeps_no_other()
    {
        var (spoiled, good) = (await AddAsync(), await AddAsync());
        await Store.SpoilReviewAsync(spoiled.ReviewId);

        (await Reviews.RemoveAsync(Noon, Noon.AddDays(1), 10, default)).ShouldBe(1);

        (await Reviews.ListOpenAsync(null, 10, default)).Unreadable.ShouldHaveSingleItem().Id.ShouldBe(spoiled.ReviewId, good.ReviewId.ToString());
    }

    [Fact]
    public async Task No_more_are_removed_than_asked_for()
    {
        for (var i = 0; i < 3; i++)
            await DecideAsync(DecisionOn(await AddAsync()));

        (await Reviews.RemoveAsync(Noon.AddDays(1), Noon, 2, default)).ShouldBe(2);
        (await Reviews.RemoveAsync(Noon.AddDays(1), Noon, 2, default)).ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_below_one_is_an_error() =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Reviews.RemoveAsync(Noon, Noon, 0, default));
}
