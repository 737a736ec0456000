namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_job_is_recorded<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task The_next_worker_finds_it()
    {
        var take = NewTake();
        await BeginAsync(take);

        await Takes.RecordJobAsync(take.TakeId, "job-1", default);

        (await BeginAsync(take, "second", ClaimEnds)).ShouldBe((take with { ProviderJob = "job-1" }, true));
        (await Takes.FindAsync(take.TakeId, default)).ShouldNotBeNull().ProviderJob.ShouldBe("job-1");
    }

    [Fact]
    public async Task The_first_one_stays()
    {
        var take = NewTake();
        await BeginAsync(take);

        await Takes.RecordJobAsync(take.TakeId, "job-1", default);
        await Takes.RecordJobAsync(take.TakeId, "job-2", default);

        (await Takes.FindAsync(take.TakeId, default)).ShouldNotBeNull().ProviderJob.ShouldBe("job-1");
    }

    [Fact]
    public async Task For_a_take_that_never_began_it_is_an_error() =>
        await Should.ThrowAsync<InvalidOperationException>(() => Takes.RecordJobAsync(Guid.NewGuid(), "job-1", default));
}
