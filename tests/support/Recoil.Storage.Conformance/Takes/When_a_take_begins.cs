namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_take_begins<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task It_is_recorded_and_claimed()
    {
        var take = NewTake();

        (await BeginAsync(take)).ShouldBe((take, true));

        (await Takes.FindAsync(take.TakeId, default)).ShouldBe(take);
    }

    [Fact]
    public async Task Nobody_else_may_work_on_it_until_the_claim_ends()
    {
        var take = NewTake();
        await BeginAsync(take);

        (await BeginAsync(take with { BegunAt = Noon.AddMinutes(1) }, "second", ClaimEnds.AddMilliseconds(-1))).ShouldBe((take, false));
        (await BeginAsync(take, "second", ClaimEnds)).ShouldBe((take, true));
        (await BeginAsync(take, "first", ClaimEnds)).Claimed.ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_worker_may_continue_and_keeps_it_longer()
    {
        var take = NewTake();
        await BeginAsync(take);

        (await BeginAsync(take, "first", Noon.AddMinutes(10))).Claimed.ShouldBeTrue();

        (await BeginAsync(take, "second", ClaimEnds)).Claimed.ShouldBeFalse();
        (await BeginAsync(take, "second", Noon.AddMinutes(30))).Claimed.ShouldBeTrue();
    }

    [Fact]
    public async Task One_of_many_workers_has_the_claim()
    {
        var take = NewTake();
        var other = await Store.OpenAgainAsync();
        try
        {
            var begun = await AtOnceAsync(12, index => (index % 2 == 0 ? Store : other).Takes.BeginAsync(
                take, $"worker {index}", Noon, ClaimEnds, default));

            begun.Count(answer => answer.Claimed).ShouldBe(1);
            begun.ShouldAllBe(answer => answer.Record == take);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_unknown_one_is_not_found() => (await Takes.FindAsync(Guid.NewGuid(), default)).ShouldBeNull();
}
