using Recoil.Contracts;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_take_is_cancelled<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Nobody_begins_it_and_whoever_tries_gets_the_result()
    {
        var take = Cancelled();

        (await Takes.TryCancelAsync(take, default)).ShouldBeTrue();

        (await BeginAsync(take with { Result = null, BegunAt = Noon.AddHours(1) }, "first", ClaimEnds.AddDays(1))).ShouldBe((take, false));
        (await Takes.FindAsync(take.TakeId, default)).ShouldBe(take);
    }

    [Fact]
    public async Task It_is_not_counted_as_made()
    {
        var take = Cancelled();
        await Takes.TryCancelAsync(take, default);

        (await Takes.TotalAsync(take.Account, default)).ShouldBe((0, 0m));
    }

    [Fact]
    public async Task Again_it_is_still_true_and_the_first_result_stays()
    {
        var take = Cancelled();
        await Takes.TryCancelAsync(take, default);

        (await Takes.TryCancelAsync(take with { Result = take.Result! with { Fault = "another reason" } }, default)).ShouldBeTrue();

        (await Takes.FindAsync(take.TakeId, default)).ShouldBe(take);
    }

    [Fact]
    public async Task Too_late_it_changes_nothing()
    {
        var begun = Cancelled();
        await BeginAsync(begun with { Result = null });
        (await Takes.TryCancelAsync(begun, default)).ShouldBeFalse();
        (await Takes.FindAsync(begun.TakeId, default)).ShouldBe(begun with { Result = null });

        var ended = Cancelled();
        var result = ResultOf(ended, cost: 0);
        await BeginAsync(ended with { Result = null });
        await Takes.CompleteAsync(ended.TakeId, result, default);
        (await Takes.TryCancelAsync(ended, default)).ShouldBeFalse("it was begun, whatever it cost");
        (await Takes.FindAsync(ended.TakeId, default)).ShouldNotBeNull().Result.ShouldBe(result);
    }

    [Fact]
    public async Task While_others_begin_it_at_once_either_one_of_them_has_it_or_none()
    {
        var other = await Store.OpenAgainAsync();
        try
        {
            for (var round = 0; round < 20; round++)
            {
                var take = Cancelled();
                var answers = await AtOnceAsync(4, async index => index == 0
                    ? (Cancelled: await other.Takes.TryCancelAsync(take, default), Claimed: false)
                    : (Cancelled: false, (await Store.Takes.BeginAsync(take with { Result = null }, $"worker {index}", Noon, ClaimEnds, default)).Claimed));

                answers.Count(answer => answer.Cancelled || answer.Claimed).ShouldBe(1);
            }
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_result_is_needed_that_costs_nothing()
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Takes.TryCancelAsync(NewTake(), default));
        var take = NewTake();
        await Should.ThrowAsync<ArgumentException>(async () => await Takes.TryCancelAsync(take with { Result = ResultOf(take, cost: 1) }, default));
    }

    private static TakeRecord Cancelled()
    {
        var take = NewTake();
        return take with
        {
            Result = new GenerationCompleted { CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = false, Cost = 0, Fault = "cancelled" },
        };
    }
}
