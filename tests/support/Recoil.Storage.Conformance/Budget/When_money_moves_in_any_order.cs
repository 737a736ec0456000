using Recoil.Storage.Conformance.Budget.Levels;

namespace Recoil.Storage.Conformance.Budget;

public abstract class When_money_moves_in_any_order<TStore> : LedgerTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(11)]
    [InlineData(13)]
    public async Task No_level_is_passed_at_any_step_and_at_the_end_every_hold_is_what_was_spent(int seed)
    {
        var story = new MoneyStory(Store, seed, Noon);

        await story.TellAsync(200);

        story.Ends.ShouldBeGreaterThan(2, "otherwise nothing was told of steps that ended half-way");
    }
}
