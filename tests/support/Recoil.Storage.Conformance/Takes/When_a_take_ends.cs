using Recoil.Contracts;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_take_ends<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Its_whole_result_is_kept()
    {
        var take = NewTake();
        var claim = await BeginAsync(take);
        var result = new GenerationCompleted
        {
            CorrelationId = take.CorrelationId,
            TakeId = take.TakeId,
            Success = false,
            Output = "file:///takes/ü 1.png",
            Cost = 0.123456789m,
            CostSource = CostSource.Computed,
            Error = "it said \"no\"\n",
            ErrorKind = ErrorKind.ContentFilter,
            FinalState = "failed",
            ProviderJob = "job-1",
            Fault = "a fault",
        };

        (await Takes.EndAsync(claim, result, Noon, default)).ShouldBeTrue();

        ShouldBeSame(await FindAsync(take), take with { State = TakeState.Ended, SubmittingAt = Noon, Result = result });
    }

    [Fact]
    public async Task The_first_result_stands()
    {
        var take = NewTake();
        var claim = await BeginAsync(take);
        var first = ResultOf(take, cost: 1);
        await Takes.EndAsync(claim, first, Noon, default);

        (await Takes.EndAsync(claim, ResultOf(take, cost: 2), Noon, default)).ShouldBeFalse();

        (await FindAsync(take)).Result.ShouldBe(first);
    }

    [Fact]
    public async Task One_of_many_that_end_it_at_once_does()
    {
        var take = NewTake();
        var claim = await BeginAsync(take);
        var other = await Store.OpenAgainAsync();
        try
        {
            var ended = await AtOnceAsync(12, index => (index % 2 == 0 ? Store : other).Takes.EndAsync(claim, ResultOf(take, cost: index + 1), Noon, default));

            ended.Count(one => one).ShouldBe(1);
            (await Takes.TotalAsync(take.Account, default)).ShouldBe((1, KnownCost.Reported(Array.IndexOf(ended, true) + 1)));
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_is_never_claimed_again()
    {
        var take = NewTake();
        var claim = await BeginAsync(take);
        var result = ResultOf(take);
        await Takes.EndAsync(claim, result, Noon, default);

        (await Takes.RenewAsync([claim], ClaimEnds.AddDays(1), default)).ShouldBe([claim]);
        (await ClaimAsync(now: ClaimEnds.AddDays(1))).ShouldBeEmpty();
        var again = await Takes.EnqueueAsync(take, new TakeLease("third", ClaimEnds), default);
        again.Claim.ShouldBeNull();
        again.Take.Result.ShouldBe(result);
    }

    [Fact]
    public async Task It_counts_into_the_total_of_its_account_once()
    {
        (await Takes.TotalAsync("film/run-1", default)).ShouldBe((0, KnownCost.Free));
        foreach (var cost in new[] { 0.1m, 0.2m, 0m })
            await MakeAsync(NewTake(), cost);

        await BeginAsync(NewTake());
        await QueueAsync();
        await MakeAsync(NewTake("film/run-2"), 5);

        (await Takes.TotalAsync("film/run-1", default)).ShouldBe((3, KnownCost.Reported(0.3m)));
        (await Takes.TotalAsync("film/run-2", default)).ShouldBe((1, KnownCost.Reported(5)));
    }

    [Theory]
    [InlineData(0.2, CostSource.Reported, CostSource.Reported, CostSource.Reported)]
    [InlineData(0.2, CostSource.Computed, CostSource.Computed, CostSource.Reported)]
    [InlineData(0.3, CostSource.Estimated, CostSource.Computed, CostSource.Estimated, CostSource.Reported)]
    [InlineData(0.1, CostSource.Unknown, CostSource.Estimated, CostSource.Unknown)]
    [InlineData(0, CostSource.Unknown, CostSource.Unknown)]
    public async Task Its_total_is_as_strong_as_the_weakest_of_its_takes(double total, CostSource weakest, params CostSource[] sources)
    {
        foreach (var source in sources)
            await EndAsync(source == CostSource.Unknown ? KnownCost.Unknown : new KnownCost(0.1m, source));
        await EndAsync(KnownCost.Computed(0));

        (await Takes.TotalAsync("film/run-1", default)).ShouldBe((sources.Length + 1, new KnownCost((decimal)total, weakest)));
    }

    [Fact]
    public async Task Of_an_unknown_outcome_its_cost_is_unknown_also_where_its_generator_does_not_say_so()
    {
        await MakeAsync(NewTake(), 0.1m);
        var take = NewTake();
        await Takes.EndAsync(await BeginAsync(take), ResultOf(take, 0) with { Success = false, ErrorKind = ErrorKind.OutcomeUnknown }, Noon, default);

        (await Takes.TotalAsync("film/run-1", default)).ShouldBe((2, new KnownCost(0.1m, CostSource.Unknown)));
    }

    private async Task EndAsync(KnownCost cost)
    {
        var take = NewTake();
        await Takes.EndAsync(await BeginAsync(take), ResultOf(take, cost.Usd) with { CostSource = cost.Source }, Noon, default);
    }
}
