using Recoil.Storage.Reviews;

namespace Recoil.Storage.Conformance.Reviews;

public abstract class When_a_review_is_found_by_a_short_id<TStore> : ReviewTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly Guid s_first = new("4be10000-0000-4000-8000-000000000000");
    private static readonly Guid s_second = new("4be1ffff-ffff-4fff-bfff-ffffffffffff");
    private static readonly Guid s_third = new("4be20000-0000-4000-8000-000000000000");

    [Theory]
    [InlineData("4be1", 2)]
    [InlineData("4be", 3)]
    [InlineData("4be1f", 1)]
    [InlineData("4be10000000040008000000000000000", 1)]
    [InlineData("4be3", 0)]
    [InlineData("f", 0)]
    public async Task Those_that_begin_so_are_found_open_or_decided(string digits, int found)
    {
        foreach (var id in new[] { s_second, s_third, s_first })
            await AddAsync(Entry() with { ReviewId = id });
        await DecideAsync(DecisionOn(Entry() with { ReviewId = s_first }));

        (await Reviews.FindAsync(ReviewIdRange.BeginningWith(digits), 10, default)).Select(entry => entry.ReviewId)
            .ShouldBe(new[] { s_first, s_second, s_third }.Where(id => id.ToString("N").StartsWith(digits, StringComparison.OrdinalIgnoreCase)));
        (await Reviews.FindAsync(ReviewIdRange.BeginningWith(digits), 10, default)).Count.ShouldBe(found);
        (await Reviews.FindAsync(ReviewIdRange.BeginningWith(digits), 1, default)).Count.ShouldBe(Math.Min(found, 1));
    }
}
