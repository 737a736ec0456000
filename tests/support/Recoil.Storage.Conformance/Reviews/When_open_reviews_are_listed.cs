namespace Recoil.Storage.Conformance.Reviews;

public abstract class When_open_reviews_are_listed<TStore> : ReviewTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task The_oldest_come_first_and_no_more_than_asked_for()
    {
        var third = await AddAsync(Entry(runId: "run-2") with { EnqueuedAt = Noon.AddMinutes(3) });
        var first = await AddAsync(Entry("other") with { EnqueuedAt = Noon.AddMinutes(1) });
        var second = await AddAsync(Entry() with { EnqueuedAt = Noon.AddMinutes(2) });

        (await ListAsync(project: null)).ShouldBe([first.ReviewId, second.ReviewId, third.ReviewId]);
        (await ListAsync(project: null, limit: 2)).ShouldBe([first.ReviewId, second.ReviewId]);
    }

    [Fact]
    public async Task Only_those_of_a_project_are_where_one_is_named()
    {
        var entry = await AddAsync();
        var other = await AddAsync(Entry("other"));

        (await ListAsync("film")).ShouldBe([entry.ReviewId]);
        (await ListAsync("other")).ShouldBe([other.ReviewId]);
        (await ListAsync("none")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Claimed_ones_are_there_and_decided_ones_are_not()
    {
        var claimed = await AddAsync();
        var decided = await AddAsync();
        await ClaimAsync(claimed, "Ida", Noon, TimeSpan.FromHours(1));
        await DecideAsync(DecisionOn(decided));

        (await ListAsync("film")).ShouldBe([claimed.ReviewId]);
        (await Reviews.ListAsync("film", "run-1", default)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("film")]
    public async Task One_that_cannot_be_read_is_told_and_keeps_no_other(string? project)
    {
        var (spoiled, good) = (await AddAsync(), await AddAsync());
        await Store.SpoilReviewAsync(spoiled.ReviewId);

        var (entries, unreadable) = await Reviews.ListOpenAsync(project, 10, default);

        entries.ShouldHaveSingleItem().ReviewId.ShouldBe(good.ReviewId);
        var one = unreadable.ShouldHaveSingleItem();
        one.Id.ShouldBe(spoiled.ReviewId);
        one.Reason.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_limit_below_one_is_an_error() =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Reviews.ListOpenAsync(null, 0, default));

    private async Task<IEnumerable<Guid>> ListAsync(string? project, int limit = 100) =>
        (await Reviews.ListOpenAsync(project, limit, default)).Entries.Select(entry => entry.ReviewId);
}
