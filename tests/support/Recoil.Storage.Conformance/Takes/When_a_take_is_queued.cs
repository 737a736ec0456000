using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_take_is_queued<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task All_of_it_is_kept()
    {
        var take = await QueueAsync();

        ShouldBeSame(await FindAsync(take), take);
    }

    [Fact]
    public async Task Again_it_stays_as_it_is()
    {
        var take = await QueueAsync();
        var (claimed, claim) = ((await ClaimAsync()).ShouldHaveSingleItem(), (await FindAsync(take)).State);
        claim.ShouldBe(TakeState.Queued);
        await Takes.BeginSubmitAsync(claimed.Claim, Noon, ClaimEnds, default);
        await Takes.RecordJobAsync(claimed.Claim, "job-1", default);

        var again = await Takes.EnqueueAsync(take with { QueuedAt = Noon.AddHours(1) }, new TakeLease("third", ClaimEnds), default);

        again.Claim.ShouldBeNull();
        ShouldBeSame(again.Take, take with { State = TakeState.Submitted, SubmittingAt = Noon, ProviderJob = "job-1" });
    }

    [Fact]
    public async Task With_a_lease_it_is_claimed_by_one_of_many_that_add_it_at_once()
    {
        var take = NewTake();
        var other = await Store.OpenAgainAsync();
        try
        {
            var added = await AtOnceAsync(12, index => (index % 2 == 0 ? Store : other).Takes.EnqueueAsync(take, new TakeLease($"worker {index}", ClaimEnds), default));

            added.Count(answer => answer.Claim is not null).ShouldBe(1);
            (await ClaimAsync()).ShouldBeEmpty();
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task With_a_lease_it_is_still_its_workers_when_the_first_answer_was_lost()
    {
        var take = NewTake() with { State = TakeState.Submitting, SubmittingAt = Noon };
        var claim = (await Takes.EnqueueAsync(take, new TakeLease("first", ClaimEnds), default)).Claim.ShouldNotBeNull();

        (await Takes.EnqueueAsync(take, new TakeLease("first", ClaimEnds), default)).Claim.ShouldBe(claim);
        (await Takes.EnqueueAsync(take, new TakeLease("second", ClaimEnds), default)).Claim.ShouldBeNull();
        await Takes.RecordJobAsync(claim, "job-1", default);
        (await Takes.EnqueueAsync(take, new TakeLease("first", ClaimEnds), default)).Claim.ShouldBeNull();
    }

    [Fact]
    public async Task Any_worker_of_its_provider_may_claim_it_and_one_does()
    {
        var take = await QueueAsync();
        (await ClaimAsync(provider: "another")).ShouldBeEmpty();
        var other = await Store.OpenAgainAsync();
        try
        {
            var claims = await AtOnceAsync(12, index => ClaimAsync($"worker {index}", ledger: (index % 2 == 0 ? Store : other).Takes));

            ShouldBeSame(claims.SelectMany(claimed => claimed).ShouldHaveSingleItem().Take, take);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task Those_that_wait_longest_are_claimed_first_and_no_more_than_asked_for()
    {
        var late = await QueueAsync(NewTake() with { QueuedAt = Noon.AddMinutes(-1) });
        var early = await QueueAsync(NewTake() with { QueuedAt = Noon.AddMinutes(-3) });
        var middle = await QueueAsync(NewTake() with { QueuedAt = Noon.AddMinutes(-2) });

        (await ClaimAsync(limit: 2)).Select(claimed => claimed.Take.TakeId).ShouldBe([early.TakeId, middle.TakeId]);
        (await ClaimAsync(limit: 2)).ShouldHaveSingleItem().Take.TakeId.ShouldBe(late.TakeId);
    }

    [Fact]
    public async Task Those_that_wait_are_counted_by_provider()
    {
        await QueueAsync();
        await QueueAsync(NewTake(provider: "veo"));
        await BeginAsync(NewTake());
        await MakeAsync(NewTake());

        (await Takes.CountWaitingAsync(Provider, Noon, default)).ShouldBe(1);
        (await Takes.CountWaitingAsync(Provider, ClaimEnds, default)).ShouldBe(2, "a claim that has ended waits too");
        (await Takes.CountWaitingAsync("another", Noon, default)).ShouldBe(0);
    }

    [Fact]
    public async Task It_needs_a_request_and_a_provider()
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Takes.EnqueueAsync(NewTake() with { Request = null }, null, default));
        await Should.ThrowAsync<ArgumentException>(async () => await Takes.EnqueueAsync(NewTake() with { Provider = null }, null, default));
        await Should.ThrowAsync<ArgumentException>(async () => await Takes.EnqueueAsync(NewTake() with { State = TakeState.Submitting }, null, default));
    }

    [Fact]
    public async Task An_unknown_one_is_not_found() => (await Takes.FindAsync(Guid.NewGuid(), default)).ShouldBeNull();
}
