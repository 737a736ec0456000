using Recoil.Storage.Reviews;
namespace Recoil.Storage.Conformance.Reviews;

public abstract class When_a_review_is_added<TStore> : ReviewTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task It_is_found_whole()
    {
        var entry = Entry();

        (await Store.Reviews.TryAddAsync(entry, default)).ShouldBeTrue();

        (await Store.Reviews.FindAsync(entry.ReviewId, default)).ShouldBeEquivalentTo(entry);
        (await Store.Reviews.FindAsync(Guid.NewGuid(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Twice_the_first_stays()
    {
        var entry = Entry();
        await Store.Reviews.TryAddAsync(entry, default);

        (await Store.Reviews.TryAddAsync(entry with { EnqueuedAt = Noon.AddHours(1) }, default)).ShouldBeFalse();

        (await Store.Reviews.ListAsync("film", "run-1", default)).ShouldHaveSingleItem().EnqueuedAt.ShouldBe(Noon);
    }

    [Fact]
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

    [Fact]
    public async Task The_entries_of_a_run_are_listed_oldest_first()
    {
        var second = Entry() with { EnqueuedAt = Noon.AddMinutes(2) };
        var first = Entry() with { EnqueuedAt = Noon.AddMinutes(1) };
        foreach (var entry in new[] { second, first, Entry("film", "run-2"), Entry("other", "run-1") })
            await Store.Reviews.TryAddAsync(entry, default);

        (await Store.Reviews.ListAsync("film", "run-1", default)).Select(entry => entry.ReviewId).ShouldBe([first.ReviewId, second.ReviewId]);
        (await Store.Reviews.ListAsync("film", "run-3", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_found_by_the_first_letters_of_its_id_also_when_it_is_decided()
    {
        var (one, other, decided) = (await AddAsync(WithId("3f2a0000000000000000000000000001")), await AddAsync(WithId("3f2affffffffffffffffffffffffffff")), await AddAsync(WithId("3f2b1234000000000000000000000000")));
        await DecideAsync(DecisionOn(decided));

        (await FindAsync("3f2a")).Select(entry => entry.ReviewId).ShouldBe([one.ReviewId, other.ReviewId]);
        (await FindAsync("3f2a0")).ShouldHaveSingleItem().ReviewId.ShouldBe(one.ReviewId);
        (await FindAsync("3f2b")).ShouldHaveSingleItem().Decision.ShouldNotBeNull();
        (await FindAsync("3f2")).Count.ShouldBe(3);
        (await FindAsync("3f2", limit: 2)).Count.ShouldBe(2);
        (await FindAsync("3f2c")).ShouldBeEmpty();
        (await FindAsync(one.ReviewId.ToString("N"))).ShouldHaveSingleItem();
    }

    private Task<IReadOnlyList<ReviewEntry>> FindAsync(string letters, int limit = 10) => Reviews.FindAsync(ReviewIdRange.BeginningWith(letters), limit, default);

    private static ReviewEntry WithId(string id)
    {
        var entry = Entry();
        return entry with { ReviewId = Guid.ParseExact(id, "N"), Request = entry.Request with { ReviewId = Guid.ParseExact(id, "N") } };
    }
}
