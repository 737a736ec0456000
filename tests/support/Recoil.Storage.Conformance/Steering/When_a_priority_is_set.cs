using Recoil.Storage.Conformance.Takes;
using Recoil.Storage.Steering;

namespace Recoil.Storage.Conformance.Steering;

public abstract class When_a_priority_is_set<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly SetTakePriority s_run = new("film/run-1", Shot: null, 80, "Ida", Noon);

    private IPriorities Priorities => Store.Priorities;

    [Fact]
    public async Task The_newest_command_counts_in_whatever_order_they_arrive()
    {
        var shot = s_run with { Shot = Guid.NewGuid(), Priority = 10 };
        var other = s_run with { Account = "another/run-1" };
        foreach (var set in new[] { shot, s_run, other })
            (await Priorities.SetAsync(set, default)).ShouldBeTrue();
        (await Priorities.SetAsync(s_run with { Priority = 1 }, default)).ShouldBeFalse();
        (await Priorities.SetAsync(s_run with { Priority = 1, At = Noon.AddSeconds(-1) }, default)).ShouldBeFalse();
        (await Priorities.ListAsync(default)).ShouldBe([other, s_run, shot]);

        (await Priorities.SetAsync(shot with { Priority = 90, At = Noon.AddSeconds(1) }, default)).ShouldBeTrue();

        (await Priorities.ListAsync(default)).ShouldBe([other, s_run, shot with { Priority = 90, At = Noon.AddSeconds(1) }]);
    }

    [Fact]
    public async Task What_was_set_long_ago_is_forgotten()
    {
        await Priorities.SetAsync(s_run, default);
        await Priorities.SetAsync(s_run with { Shot = Guid.NewGuid() }, default);
        var late = s_run with { Account = "film/run-2", At = Noon.AddHours(1) };
        await Priorities.SetAsync(late, default);

        (await Priorities.RemoveAsync(Noon, 10, default)).ShouldBe(0);
        (await Priorities.RemoveAsync(Noon.AddMinutes(1), 1, default)).ShouldBe(1);
        (await Priorities.RemoveAsync(Noon.AddMinutes(1), 10, default)).ShouldBe(1);

        (await Priorities.ListAsync(default)).ShouldBe([late]);
    }

    [Fact]
    public async Task Takes_that_wait_get_it_and_a_shots_own_stands_over_its_runs()
    {
        var (first, second, third) = (await QueueAsync(), await QueueAsync(), await QueueAsync());
        var elsewhere = await QueueAsync(NewTake("film/run-2"));
        await QueueAsync(NewTake(provider: "veo"));

        await Takes.PrioritizeAsync(Provider, [s_run, s_run with { Shot = third.CorrelationId, Priority = 100 }, s_run with { Shot = second.CorrelationId, Priority = 0 }], default);

        (await ClaimAsync()).Select(claimed => claimed.Take.TakeId).ShouldBe([third.TakeId, first.TakeId, elsewhere.TakeId, second.TakeId]);
    }
}
