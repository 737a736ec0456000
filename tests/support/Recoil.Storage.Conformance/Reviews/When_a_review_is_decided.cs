using Recoil.Contracts;

namespace Recoil.Storage.Conformance.Reviews;

public abstract class When_a_review_is_decided<TStore> : ReviewTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task The_whole_decision_is_kept()
    {
        var entry = await AddAsync();
        var decision = DecisionOn(entry, ReviewDecision.Reroll) with
        {
            Note = "the hands, \"please\"",
            EditedPrompt = "two people wave\nat each other, ü",
            ExtraBudget = 1.123456789m,
        };

        (await DecideAsync(decision)).ShouldBeEquivalentTo(entry with { Decision = decision });

        (await Reviews.FindAsync(entry.ReviewId, default)).ShouldBeEquivalentTo(entry with { Decision = decision });
    }

    [Fact]
    public async Task The_first_decision_stands()
    {
        var entry = await AddAsync();
        var first = DecisionOn(entry);
        await DecideAsync(first);

        (await DecideAsync(DecisionOn(entry, ReviewDecision.Reject, "Max"))).ShouldNotBeNull().Decision.ShouldBe(first);
        (await DecideAsync(DecisionOn(entry, ReviewDecision.Reject))).ShouldNotBeNull().Decision.ShouldBe(first);
        (await Reviews.FindAsync(entry.ReviewId, default)).ShouldNotBeNull().Decision.ShouldBe(first);
    }

    [Fact]
    public async Task An_entry_that_another_person_claimed_cannot_be_decided()
    {
        var entry = await AddAsync();
        await ClaimAsync(entry, "Ida", Noon, TimeSpan.FromHours(1));

        (await DecideAsync(DecisionOn(entry, by: "Max"), Noon.AddMinutes(59))).ShouldNotBeNull().Decision.ShouldBeNull();
        (await DecideAsync(DecisionOn(entry, by: "Max"), Noon.AddHours(1))).ShouldNotBeNull().Decision.ShouldNotBeNull().By.ShouldBe("Max");
    }

    [Fact]
    public async Task Whoever_has_claimed_it_decides()
    {
        var entry = await AddAsync();
        await ClaimAsync(entry, "Ida", Noon, TimeSpan.FromHours(1));

        (await DecideAsync(DecisionOn(entry, by: "Ida"))).ShouldNotBeNull().Decision.ShouldNotBeNull().By.ShouldBe("Ida");
    }

    [Fact]
    public async Task By_many_at_once_all_receive_the_one_that_stands()
    {
        var entry = await AddAsync();
        var other = await Store.OpenAgainAsync();
        try
        {
            var answers = await AtOnceAsync(12, index => (index % 2 == 0 ? Store : other).Reviews.DecideAsync(
                DecisionOn(entry, index % 3 == 0 ? ReviewDecision.Approve : ReviewDecision.Reject, $"person {index}"), Noon, default));

            var standing = (await Reviews.FindAsync(entry.ReviewId, default)).ShouldNotBeNull().Decision.ShouldNotBeNull();
            answers.ShouldAllBe(answer => answer!.Decision == standing);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_unknown_one_is_not_found() => (await DecideAsync(DecisionOn(Entry()))).ShouldBeNull();
}
