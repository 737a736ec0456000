using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class When_takes_of_several_runs_wait<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Runs_take_turns_however_many_takes_wait_before()
    {
        for (var i = 0; i < 6; i++)
            await QueueAsync(Waiting("film/large", i));
        for (var i = 0; i < 2; i++)
            await QueueAsync(Waiting("film/small", 10 + i));
        await QueueAsync(Waiting("other/large", 20));

        (await AccountsAsync(5)).ShouldBe(["film/large", "film/small", "other/large", "film/large", "film/small"]);
        (await AccountsAsync(5)).ShouldBe(["film/large", "film/large", "film/large", "film/large"]);
    }

    [Fact]
    public async Task A_run_that_comes_later_gets_the_next_place()
    {
        for (var i = 0; i < 6; i++)
            await QueueAsync(Waiting("film/large", i));
        (await AccountsAsync(1)).ShouldBe(["film/large"]);
        (await AccountsAsync(1)).ShouldBe(["film/large"]);

        await QueueAsync(Waiting("film/small", 10));

        (await AccountsAsync(1)).ShouldBe(["film/small"]);
        (await AccountsAsync(1)).ShouldBe(["film/large"]);
    }

    [Fact]
    public async Task A_higher_priority_comes_first_in_a_run_and_between_runs()
    {
        var usual = await QueueAsync(Waiting("film/one", 0));
        var low = await QueueAsync(Waiting("film/one", 1, priority: 10));
        var high = await QueueAsync(Waiting("film/one", 2, priority: 80));
        var highest = await QueueAsync(Waiting("film/two", 3, priority: 100));
        var other = await QueueAsync(Waiting("film/two", 4, priority: 80));

        var claimed = (await ClaimAsync()).Select(take => take.Take.TakeId).ToArray();

        claimed[0].ShouldBe(highest.TakeId);
        claimed[1..3].ShouldBe([high.TakeId, other.TakeId], ignoreOrder: true);
        claimed[3..].ShouldBe([usual.TakeId, low.TakeId]);
    }

    [Fact]
    public async Task One_that_still_waits_gets_the_priority_it_is_added_with_again()
    {
        var first = await QueueAsync(Waiting("film/one", 0));
        var second = await QueueAsync(Waiting("film/one", 1));

        await QueueAsync(second with { Request = second.Request! with { Priority = 90 } });

        (await ClaimAsync()).Select(take => take.Take.TakeId).ShouldBe([second.TakeId, first.TakeId]);
    }

    [Theory]
    [InlineData("run", "film/two,other/one")]
    [InlineData("project", "other/one")]
    [InlineData("account", "")]
    public async Task What_is_paused_does_not_begin(string part, string claimed)
    {
        var what = part switch
        {
            "run" => PausedPart.Run("film", "one"),
            "project" => PausedPart.Project("film"),
            _ => PausedPart.Account(Provider),
        };
        foreach (var account in new[] { "film/one", "film/two", "other/one" })
            await QueueAsync(Waiting(account, 0));

        (await AccountsAsync(10, new Pause(what, "Ida", null, Noon))).ShouldBe(claimed.Split(',', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Fact]
    public async Task What_may_have_been_bought_is_claimed_first_and_also_while_it_is_paused()
    {
        var bought = Waiting("film/one", 0, priority: 0);
        await Takes.RecordJobAsync(await BeginAsync(bought), "job-1", default);
        await QueueAsync(Waiting("film/one", 0, priority: 100));
        Pause[] paused = [new(PausedPart.Run("film", "one"), "Ida", null, Noon), new(PausedPart.Account(Provider), "Ida", null, Noon)];

        (await ClaimAsync(now: ClaimEnds, limit: 1)).ShouldHaveSingleItem().Take.TakeId.ShouldBe(bought.TakeId);
        (await ClaimAsync(now: ClaimEnds.AddHours(1), paused: paused)).ShouldHaveSingleItem().Take.TakeId.ShouldBe(bought.TakeId);
    }

    private async Task<string[]> AccountsAsync(int limit, params Pause[] paused) =>
        [.. (await ClaimAsync(limit: limit, paused: paused)).Select(claimed => claimed.Take.Account)];

    private static TakeRecord Waiting(string account, int seconds, int priority = 50)
    {
        var take = NewTake(account);
        return take with { QueuedAt = Noon.AddMinutes(-10).AddSeconds(seconds), Request = take.Request! with { Priority = priority } };
    }
}
