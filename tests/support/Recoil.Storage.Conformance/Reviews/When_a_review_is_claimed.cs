namespace Recoil.Storage.Conformance.Reviews;

public abstract class When_a_review_is_claimed<TStore> : ReviewTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task It_is_kept_for_that_person()
    {
        var entry = await AddAsync();

        var claimed = await ClaimAsync(entry, "Ida", Noon, s_hour);

        claimed.ShouldBeEquivalentTo(entry with { ClaimedBy = "Ida", ClaimedUntil = Noon + s_hour });
        (await Reviews.FindAsync(entry.ReviewId, default)).ShouldBeEquivalentTo(claimed);
    }

    [Fact]
    public async Task Nobody_else_gets_it_before_the_claim_ends()
    {
        var entry = await AddAsync();
        await ClaimAsync(entry, "Ida", Noon, s_hour);

        (await ClaimAsync(entry, "Max", Noon + s_hour - TimeSpan.FromMilliseconds(1), s_hour)).ShouldNotBeNull().ClaimedBy.ShouldBe("Ida");
        (await ClaimAsync(entry, "Max", Noon + s_hour, s_hour)).ShouldNotBeNull().ClaimedBy.ShouldBe("Max");
    }

    [Fact]
    public async Task The_same_person_may_claim_it_again()
    {
        var entry = await AddAsync();
        await ClaimAsync(entry, "Ida", Noon, s_hour);

        (await ClaimAsync(entry, "Ida", Noon.AddMinutes(30), s_hour)).ShouldNotBeNull().ClaimedUntil.ShouldBe(Noon.AddMinutes(90));
    }

    [Fact]
    public async Task By_many_at_once_one_has_it()
    {
        var entry = await AddAsync();
        var other = await Store.OpenAgainAsync();
        try
        {
            var answers = await AtOnceAsync(12, async index =>
                (Person: $"person {index}", Entry: await (index % 2 == 0 ? Store : other).Reviews.ClaimAsync(entry.ReviewId, $"person {index}", Noon, Noon + s_hour, default)));

            answers.Count(answer => answer.Entry.ShouldNotBeNull().ClaimedBy == answer.Person).ShouldBe(1);
            answers.Select(answer => answer.Entry!.ClaimedBy).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task Once_it_is_decided_the_claim_changes_nothing()
    {
        var entry = await AddAsync();
        var decided = await DecideAsync(DecisionOn(entry));

        (await ClaimAsync(entry, "Ida", Noon, s_hour)).ShouldBeEquivalentTo(decided);
        (await Reviews.FindAsync(entry.ReviewId, default)).ShouldBeEquivalentTo(decided);
    }

    [Fact]
    public async Task An_unknown_one_is_not_found() => (await ClaimAsync(Entry(), "Ida", Noon, s_hour)).ShouldBeNull();
}
