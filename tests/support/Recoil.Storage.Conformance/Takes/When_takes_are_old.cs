using Recoil.Storage.Sagas;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class When_takes_are_old<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Those_that_are_over_are_removed()
    {
        var (made, cancelled) = (await DeliverAsync(), NewTake());
        (await Takes.TryCancelAsync(cancelled with { Result = ResultOf(cancelled, 0) }, default)).ShouldBeTrue();

        (await Takes.RemoveEndedAsync(Noon.AddMilliseconds(1), 10, default)).ShouldBe(2);

        (await Takes.FindAsync(made.TakeId, default)).ShouldBeNull();
        (await Takes.FindAsync(cancelled.TakeId, default)).ShouldBeNull();
        (await Takes.RemoveEndedAsync(Noon.AddMilliseconds(1), 10, default)).ShouldBe(0);
    }

    [Fact]
    public async Task Those_that_ended_later_stay()
    {
        var take = NewTake();
        (await Takes.EndAsync(await BeginAsync(take), ResultOf(take), Noon.AddDays(1), default)).ShouldBeTrue();
        await Takes.MarkDeliveredAsync([take.TakeId], default);

        (await Takes.RemoveEndedAsync(Noon.AddDays(1), 10, default)).ShouldBe(0);

        (await FindAsync(take)).State.ShouldBe(TakeState.Ended);
    }

    [Fact]
    public async Task Those_that_are_not_over_stay_however_old_they_are()
    {
        var (queued, begun, submitted, undelivered) = (await QueueAsync(), NewTake(), NewTake(), NewTake());
        await BeginAsync(begun);
        (await Takes.RecordJobAsync(await BeginAsync(submitted), "job", default)).ShouldBeTrue();
        await MakeAsync(undelivered);

        (await Takes.RemoveEndedAsync(Noon.AddYears(10), 10, default)).ShouldBe(0);

        foreach (var take in new[] { queued, begun, submitted, undelivered })
            await FindAsync(take);
    }

    [Fact]
    public async Task Those_whose_shot_has_a_document_stay()
    {
        var take = await DeliverAsync();
        var shot = await InsertAsync(new SagaDocument<Film> { Id = take.CorrelationId, State = new Film(), ExpiresAt = Noon });

        (await Takes.RemoveEndedAsync(Noon.AddYears(10), 10, default)).ShouldBe(0, "its command may come again out of the shot's outbox");
        (await Films.RemoveExpiredAsync(Noon, default)).ShouldBe(1, shot.Id.ToString());

        (await Takes.RemoveEndedAsync(Noon.AddYears(10), 10, default)).ShouldBe(1);
    }

    [Fact]
    public async Task Those_that_stay_do_not_keep_others()
    {
        for (var i = 0; i < 12; i++)
            await InsertAsync(new SagaDocument<Film> { Id = (await DeliverAsync()).CorrelationId, State = new Film() });
        await DeliverAsync();

        (await Takes.RemoveEndedAsync(Noon.AddYears(10), 5, default)).ShouldBe(1);
    }

    [Fact]
    public async Task Their_places_at_the_provider_are_free()
    {
        var one = new AccountLimits { Jobs = 1 };
        var take = await DeliverAsync();
        (await Store.Accounts.TryEnterAsync(Provider, take.TakeId, one, Noon, default)).ShouldBeTrue();

        (await Takes.RemoveEndedAsync(Noon.AddDays(1), 10, default)).ShouldBe(1);

        (await Store.Accounts.TryEnterAsync(Provider, Guid.NewGuid(), one, Noon, default)).ShouldBeTrue("its process died before it left");
    }

    [Fact]
    public async Task No_more_are_removed_than_asked_for()
    {
        for (var i = 0; i < 3; i++)
            await DeliverAsync();

        (await Takes.RemoveEndedAsync(Noon.AddDays(1), 2, default)).ShouldBe(2);
        (await Takes.RemoveEndedAsync(Noon.AddDays(1), 2, default)).ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_below_one_is_an_error() =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Takes.RemoveEndedAsync(Noon, 0, default));

    private async Task<TakeRecord> DeliverAsync()
    {
        var take = NewTake();
        await MakeAsync(take);
        await Takes.MarkDeliveredAsync([take.TakeId], default);
        return take;
    }
}
