using Recoil.Contracts;

namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_take_ends<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Its_whole_result_is_kept()
    {
        var take = NewTake();
        await BeginAsync(take);
        var result = new GenerationCompleted
        {
            CorrelationId = take.CorrelationId,
            TakeId = take.TakeId,
            Success = false,
            Output = "file:///takes/ü 1.png",
            Cost = 0.123456789m,
            Error = "it said \"no\"\n",
            ErrorKind = ErrorKind.ContentFilter,
            FinalState = "failed",
            ProviderJob = "job-1",
            Fault = "a fault",
        };

        (await Takes.CompleteAsync(take.TakeId, result, default)).ShouldBe(result);

        (await Takes.FindAsync(take.TakeId, default)).ShouldBe(take with { Result = result });
    }

    [Fact]
    public async Task The_first_result_stands()
    {
        var take = NewTake();
        await BeginAsync(take);
        var first = ResultOf(take, cost: 1);

        await Takes.CompleteAsync(take.TakeId, first, default);

        (await Takes.CompleteAsync(take.TakeId, ResultOf(take, cost: 2), default)).ShouldBe(first);
        (await Takes.FindAsync(take.TakeId, default)).ShouldNotBeNull().Result.ShouldBe(first);
    }

    [Fact]
    public async Task All_of_many_that_end_it_at_once_receive_the_same_result()
    {
        var take = NewTake();
        await BeginAsync(take);
        var other = await Store.OpenAgainAsync();
        try
        {
            var standing = await AtOnceAsync(12, index => (index % 2 == 0 ? Store : other).Takes.CompleteAsync(
                take.TakeId, ResultOf(take, cost: index + 1), default));

            var stored = (await Takes.FindAsync(take.TakeId, default)).ShouldNotBeNull().Result;
            standing.ShouldAllBe(result => result == stored);
            (await Takes.TotalAsync(take.Account, default)).ShouldBe((1, stored.ShouldNotBeNull().Cost));
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
        await BeginAsync(take);
        var result = ResultOf(take);
        await Takes.CompleteAsync(take.TakeId, result, default);

        (await BeginAsync(take, "first")).ShouldBe((take with { Result = result }, false));
        (await BeginAsync(take, "second", ClaimEnds.AddDays(1))).ShouldBe((take with { Result = result }, false));
    }

    [Fact]
    public async Task It_counts_into_the_total_of_its_account_once()
    {
        (await Takes.TotalAsync("film/run-1", default)).ShouldBe((0, 0m));
        foreach (var cost in new[] { 0.1m, 0.2m, 0m })
        {
            var take = NewTake();
            await BeginAsync(take);
            await Takes.CompleteAsync(take.TakeId, ResultOf(take, cost), default);
            await Takes.CompleteAsync(take.TakeId, ResultOf(take, cost), default);
        }

        await BeginAsync(NewTake());
        var elsewhere = NewTake("film/run-2");
        await BeginAsync(elsewhere);
        await Takes.CompleteAsync(elsewhere.TakeId, ResultOf(elsewhere, 5), default);

        (await Takes.TotalAsync("film/run-1", default)).ShouldBe((3, 0.3m));
        (await Takes.TotalAsync("film/run-2", default)).ShouldBe((1, 5m));
    }

    [Fact]
    public async Task For_one_that_never_began_it_is_an_error() =>
        await Should.ThrowAsync<InvalidOperationException>(() => Takes.CompleteAsync(Guid.NewGuid(), ResultOf(NewTake()), default));
}
