using Recoil.Contracts;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_take_is_cancelled<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Nobody_begins_it_and_whoever_queues_it_gets_the_result()
    {
        var take = NewTake();

        (await Takes.TryCancelAsync(Cancelled(take), default)).ShouldBeTrue();

        var (found, claim) = await Takes.EnqueueAsync(take with { QueuedAt = Noon.AddHours(1) }, new TakeLease("first", ClaimEnds), default);
        claim.ShouldBeNull();
        found.Result.ShouldBe(Cancelled(take).Result);
        (await ClaimAsync(now: ClaimEnds)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_waits_for_a_worker_is_ended_and_claimed_no_more()
    {
        var take = await QueueAsync();

        (await Takes.TryCancelAsync(Cancelled(take), default)).ShouldBeTrue();

        (await ClaimAsync()).ShouldBeEmpty();
        var found = await FindAsync(take);
        (found.State, found.Result).ShouldBe((TakeState.Ended, Cancelled(take).Result));
        (await Takes.ClaimUndeliveredAsync(Noon.AddDays(1), Noon.AddDays(2), 10, default)).ShouldBeEmpty("whoever cancelled it knows");
    }

    [Fact]
    public async Task It_is_not_counted_as_made()
    {
        await Takes.TryCancelAsync(Cancelled(NewTake()), default);
        await Takes.TryCancelAsync(Cancelled(await QueueAsync()), default);

        (await Takes.TotalAsync("film/run-1", default)).ShouldBe((0, KnownCost.Free));
    }

    [Fact]
    public async Task Again_it_is_still_true_and_the_first_result_stays()
    {
        var take = Cancelled(NewTake());
        await Takes.TryCancelAsync(take, default);

        (await Takes.TryCancelAsync(take with { Result = take.Result! with { Fault = "another reason" } }, default)).ShouldBeTrue();

        (await FindAsync(take)).Result.ShouldBe(take.Result);
    }

    [Fact]
    public async Task Too_late_it_changes_nothing()
    {
        var begun = NewTake();
        await BeginAsync(begun);
        (await Takes.TryCancelAsync(Cancelled(begun), default)).ShouldBeFalse();
        (await FindAsync(begun)).Result.ShouldBeNull();

        var ended = NewTake();
        var result = await MakeAsync(ended, cost: 0);
        (await Takes.TryCancelAsync(Cancelled(ended), default)).ShouldBeFalse("it was begun, whatever it cost");
        (await FindAsync(ended)).Result.ShouldBe(result);
    }

    [Fact]
    public async Task While_others_begin_it_at_once_either_one_of_them_has_it_or_none()
    {
        var other = await Store.OpenAgainAsync();
        try
        {
            for (var round = 0; round < 20; round++)
            {
                var take = await QueueAsync();
                var claim = (await ClaimAsync()).ShouldHaveSingleItem().Claim;
                var answers = await AtOnceAsync(2, index => index == 0
                    ? other.Takes.TryCancelAsync(Cancelled(take), default)
                    : Takes.BeginSubmitAsync(claim, Noon, ClaimEnds, default));

                answers.Count(answer => answer).ShouldBe(1);
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
        await Should.ThrowAsync<ArgumentException>(
            async () => await Takes.TryCancelAsync(take with { Result = ResultOf(take, cost: 0) with { CostSource = CostSource.Unknown } }, default));
    }

    private static TakeRecord Cancelled(TakeRecord take) => take with
    {
        Result = new GenerationCompleted { CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = false, Cost = 0, Fault = "cancelled" },
    };
}
