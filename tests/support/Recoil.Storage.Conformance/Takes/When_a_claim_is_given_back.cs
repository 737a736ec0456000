namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_claim_is_given_back<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Another_worker_may_resume_it_at_once()
    {
        var take = NewTake();
        await BeginAsync(take, "first");

        await Takes.ReleaseClaimAsync(take.TakeId, "first", default);

        (await BeginAsync(take, "second")).Claimed.ShouldBeTrue();
        (await BeginAsync(take, "first")).Claimed.ShouldBeFalse();
    }

    [Fact]
    public async Task Only_its_holder_can_do_so()
    {
        var take = NewTake();
        await BeginAsync(take, "first");

        await Takes.ReleaseClaimAsync(take.TakeId, "second", default);

        (await BeginAsync(take, "second")).Claimed.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_known_of_the_take_stays()
    {
        var take = NewTake();
        await BeginAsync(take);
        await Takes.RecordJobAsync(take.TakeId, "job-1", default);

        await Takes.ReleaseClaimAsync(take.TakeId, "first", default);

        (await BeginAsync(take, "second")).ShouldBe((take with { ProviderJob = "job-1" }, true));
    }
}
