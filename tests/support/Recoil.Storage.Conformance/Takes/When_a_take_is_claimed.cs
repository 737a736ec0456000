using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_take_is_claimed<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Nobody_else_may_claim_it_until_the_claim_ends()
    {
        await BeginAsync(NewTake());

        (await ClaimAsync(now: ClaimEnds.AddMilliseconds(-1))).ShouldBeEmpty();
        (await ClaimAsync(now: ClaimEnds)).ShouldHaveSingleItem();
        (await ClaimAsync("third", now: ClaimEnds)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_renewed_claim_lasts_longer()
    {
        var claim = await BeginAsync(NewTake());

        (await Takes.RenewAsync([claim], ClaimEnds.AddMinutes(10), default)).ShouldBeEmpty();

        (await ClaimAsync(now: ClaimEnds)).ShouldBeEmpty();
        (await ClaimAsync(now: ClaimEnds.AddMinutes(10))).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Whoever_lost_it_learns_so_and_changes_nothing_any_more()
    {
        var take = NewTake();
        var (lost, kept) = (await BeginAsync(take), await BeginAsync(NewTake()));
        await Takes.RenewAsync([kept], ClaimEnds.AddMinutes(10), default);
        var theirs = (await ClaimAsync(now: ClaimEnds)).ShouldHaveSingleItem();
        theirs.Claim.TakeId.ShouldBe(take.TakeId);
        theirs.Claim.Token.ShouldBeGreaterThan(lost.Token);

        (await Takes.RenewAsync([lost, kept], ClaimEnds.AddHours(1), default)).ShouldBe([lost]);
        (await Takes.BeginSubmitAsync(lost, Noon, ClaimEnds, default)).ShouldBeFalse();
        (await Takes.UndoSubmitAsync(lost, default)).ShouldBeFalse();
        (await Takes.RecordJobAsync(lost, "job-of-the-lost", default)).ShouldBeFalse();
        (await Takes.BeginFetchAsync(lost, default)).ShouldBeFalse();
        (await Takes.EndAsync(lost, ResultOf(take), Noon, default)).ShouldBeFalse();
        (await Takes.ReleaseAsync(lost, Noon, default)).ShouldBeFalse();

        ShouldBeSame(await FindAsync(take), take with { State = TakeState.Submitting, SubmittingAt = Noon });
        (await Takes.EndAsync(theirs.Claim, ResultOf(take), Noon, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Given_back_it_waits_for_a_worker_from_then_on_with_all_that_is_known()
    {
        var take = NewTake();
        var claim = await BeginAsync(take);
        await Takes.RecordJobAsync(claim, "job-1", default);

        (await Takes.ReleaseAsync(claim, Noon.AddMinutes(1), default)).ShouldBeTrue();

        (await Takes.RecordJobAsync(claim, "job-2", default)).ShouldBeFalse("it was given back");
        (await ClaimAsync(now: Noon.AddSeconds(59))).ShouldBeEmpty();
        ShouldBeSame(
            (await ClaimAsync(now: Noon.AddMinutes(1))).ShouldHaveSingleItem().Take,
            take with { State = TakeState.Submitted, SubmittingAt = Noon, ProviderJob = "job-1" });
    }

    [Fact]
    public async Task The_only_process_of_a_store_frees_what_its_predecessors_held()
    {
        await BeginAsync(NewTake());

        await Takes.FreeClaimsAsync(Provider, Noon.AddSeconds(1), default);

        (await ClaimAsync(now: Noon.AddSeconds(1))).ShouldHaveSingleItem();
    }
}
