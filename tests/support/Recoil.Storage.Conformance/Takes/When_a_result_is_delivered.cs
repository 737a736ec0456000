namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_result_is_delivered<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task It_is_left_to_no_other_worker()
    {
        var take = NewTake();
        await MakeAsync(take);

        await Takes.MarkDeliveredAsync([take.TakeId, Guid.NewGuid()], default);

        (await Takes.ClaimUndeliveredAsync(Noon.AddDays(1), Noon.AddDays(2), 10, default)).ShouldBeEmpty();
        (await FindAsync(take)).Request.ShouldBeNull("nobody needs it any more");
    }

    [Fact]
    public async Task One_that_is_not_is_handed_to_one_worker_at_a_time()
    {
        var take = NewTake();
        var result = await MakeAsync(take);
        await QueueAsync();

        (await Takes.ClaimUndeliveredAsync(Noon.AddSeconds(-1), Noon, 10, default)).ShouldBeEmpty("its own worker may still be at it");
        (await Takes.ClaimUndeliveredAsync(Noon, Noon.AddMinutes(1), 10, default)).ShouldHaveSingleItem().Result.ShouldBe(result);
        (await Takes.ClaimUndeliveredAsync(Noon.AddSeconds(59), Noon.AddMinutes(2), 10, default)).ShouldBeEmpty();
        (await Takes.ClaimUndeliveredAsync(Noon.AddMinutes(1), Noon.AddMinutes(2), 10, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task No_more_are_handed_out_than_asked_for()
    {
        for (var i = 0; i < 3; i++)
            await MakeAsync(NewTake());

        (await Takes.ClaimUndeliveredAsync(Noon, Noon.AddMinutes(1), 2, default)).Count.ShouldBe(2);
        (await Takes.ClaimUndeliveredAsync(Noon, Noon.AddMinutes(1), 2, default)).Count.ShouldBe(1);
    }
}
