using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_take_is_submitted<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task The_beginning_is_written_with_its_time_and_makes_the_claim_last()
    {
        var take = await QueueAsync();
        var claim = (await ClaimAsync()).ShouldHaveSingleItem().Claim;

        (await Takes.BeginSubmitAsync(claim, Noon.AddMinutes(1), ClaimEnds.AddMinutes(5), default)).ShouldBeTrue();

        ShouldBeSame(await FindAsync(take), take with { State = TakeState.Submitting, SubmittingAt = Noon.AddMinutes(1) });
        (await ClaimAsync("third", now: ClaimEnds.AddMinutes(4))).ShouldBeEmpty();
        (await Takes.BeginSubmitAsync(claim, Noon.AddMinutes(1), ClaimEnds, default)).ShouldBeTrue("the answer may have been lost");
        await Takes.RecordJobAsync(claim, "job-1", default);
        (await Takes.BeginSubmitAsync(claim, Noon.AddMinutes(1), ClaimEnds, default)).ShouldBeFalse("it has a job");
    }

    [Fact]
    public async Task One_that_was_cancelled_meanwhile_is_not_begun()
    {
        var take = await QueueAsync();
        var claim = (await ClaimAsync()).ShouldHaveSingleItem().Claim;
        (await Takes.TryCancelAsync(take with { Result = ResultOf(take, cost: 0) }, default)).ShouldBeTrue();

        (await Takes.BeginSubmitAsync(claim, Noon, ClaimEnds, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_job_is_recorded_once()
    {
        var take = NewTake();
        var claim = await BeginAsync(take);

        (await Takes.RecordJobAsync(claim, "job-1", default)).ShouldBeTrue();
        (await Takes.RecordJobAsync(claim, "job-2", default)).ShouldBeTrue();

        var found = await FindAsync(take);
        (found.ProviderJob, found.State).ShouldBe(("job-1", TakeState.Submitted));
    }

    [Fact]
    public async Task A_submit_that_certainly_made_no_job_is_undone()
    {
        var take = NewTake();
        var claim = await BeginAsync(take);

        (await Takes.UndoSubmitAsync(claim, default)).ShouldBeTrue();

        ShouldBeSame(await FindAsync(take), take);
        (await Takes.BeginSubmitAsync(claim, Noon, ClaimEnds, default)).ShouldBeTrue("the claim stays");
    }

    [Fact]
    public async Task Fetching_follows()
    {
        var take = NewTake();
        var claim = await BeginAsync(take);
        await Takes.RecordJobAsync(claim, "job-1", default);

        (await Takes.BeginFetchAsync(claim, default)).ShouldBeTrue();

        (await FindAsync(take)).State.ShouldBe(TakeState.Fetching);
    }
}
