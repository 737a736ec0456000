using Recoil.Storage.Sagas;

namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_a_document_is_set_aside<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly TimeSpan s_claim = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task One_that_cannot_be_read_is_claimed_with_its_neighbours_and_named()
    {
        var unreadable = await InsertUnreadableAsync();
        var neighbour = await InsertDueAsync();

        var batch = await Films.ClaimDueAsync(Noon, s_claim, 10, default);

        batch.Count.ShouldBe(2);
        batch.Documents.ShouldHaveSingleItem().Id.ShouldBe(neighbour.Id);
        var named = batch.Unreadable.ShouldHaveSingleItem();
        named.Id.ShouldBe(unreadable);
        named.Reason.ShouldContain("is stored in a shape that this version does not read: ");
    }

    [Fact]
    public async Task One_whose_upgrade_fails_or_whose_schema_is_no_longer_read_keeps_no_neighbour()
    {
        var first = await InsertDueAsync();
        var second = new SagaDocument<Film> { Id = Guid.NewGuid(), State = new Film(), OutboxDueAt = Noon };
        var third = new SagaDocument<Film> { Id = Guid.NewGuid(), State = new Film { Title = "The Third" }, OutboxDueAt = Noon };
        var failing = new EarlierSagaSchema<Film, Film>(2, _ => throw new InvalidOperationException("There is no reel."));
        (await Store.Sagas(new SagaSchema<Film>("film", version: 2)).TryInsertAsync(second, default)).ShouldBeTrue();
        var present = Store.Sagas(new SagaSchema<Film>("film", version: 3, failing));
        (await present.TryInsertAsync(third, default)).ShouldBeTrue();

        var batch = await present.ClaimDueAsync(Noon, s_claim, 10, default);

        batch.Documents.ShouldHaveSingleItem().Id.ShouldBe(third.Id);
        batch.Unreadable.Select(one => (one.Id, one.Reason)).ShouldBe(
            [(first.Id, $"Saga film {first.Id} is stored in schema 1, which this version does not read."), (second.Id, "There is no reel.")], ignoreOrder: true);
    }

    [Fact]
    public async Task It_is_not_due_again_until_it_is_put_back()
    {
        var film = await SetAsideAsync();
        (await ClaimAsync(Noon.AddDays(1))).ShouldBeEmpty();

        var aside = (await Store.SetAside.ListAsync(10, default)).ShouldHaveSingleItem();
        aside.ShouldBe(new SetAsideSaga("film", film.Id, Noon, "The reel is torn."));
        (await Store.SetAside.PutBackAsync(aside, Noon.AddDays(1), default)).ShouldBeTrue();

        (await Store.SetAside.ListAsync(10, default)).ShouldBeEmpty();
        (await ClaimAsync(Noon.AddDays(1))).ShouldBe([film.Id]);
        (await Store.SetAside.PutBackAsync(aside, Noon.AddDays(1), default)).ShouldBeFalse();
        (await Store.SetAside.RemoveAsync(aside, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_whole_and_the_saga_s_next_step_ends_it()
    {
        var film = await SetAsideAsync();
        var loaded = await LoadAsync(film.Id);
        loaded.ShouldBeEquivalentTo(film);

        loaded.State.Takes = 1;
        (await Films.TryReplaceAsync(loaded, default)).ShouldBeTrue();

        (await Store.SetAside.ListAsync(10, default)).ShouldBeEmpty();
        (await ClaimAsync(Noon)).ShouldBe([film.Id]);
    }

    [Fact]
    public async Task A_delivery_that_is_noted_does_not_make_it_due()
    {
        var film = await SetAsideAsync();

        await Films.MarkDeliveredAsync([Film.Delivery(film)], default);

        (await ClaimAsync(Noon.AddDays(1))).ShouldBeEmpty();
        (await Store.SetAside.ListAsync(10, default)).ShouldHaveSingleItem().Id.ShouldBe(film.Id);
    }

    [Fact]
    public async Task A_step_that_has_written_it_since_the_claim_goes_first()
    {
        var film = await InsertDueAsync();
        await ClaimAsync(Noon);
        (await Films.TryReplaceAsync(film, default)).ShouldBeTrue();

        (await Films.SetAsideAsync(film.Id, "The reel is torn.", Noon, default)).ShouldBeFalse();

        (await ClaimAsync(Noon)).ShouldBe([film.Id]);
    }

    [Fact]
    public async Task The_oldest_of_all_types_come_first_and_no_more_than_asked_for()
    {
        var second = await SetAsideAsync(at: Noon.AddHours(2));
        var third = await SetAsideAsync(at: Noon.AddHours(3));
        var first = NewFilm();
        first.OutboxDueAt = Noon;
        var shots = Store.Sagas<Film>("shot");
        (await shots.TryInsertAsync(first, default)).ShouldBeTrue();
        await shots.ClaimDueAsync(Noon, s_claim, 10, default);
        (await shots.SetAsideAsync(first.Id, "The reel is torn.", Noon, default)).ShouldBeTrue();

        (await Store.SetAside.ListAsync(10, default)).Select(saga => (saga.Type, saga.Id)).ShouldBe([("shot", first.Id), ("film", second.Id), ("film", third.Id)]);
        (await Store.SetAside.ListAsync(2, default)).Select(saga => saga.Id).ShouldBe([first.Id, second.Id]);
    }

    [Fact]
    public async Task Removed_it_is_gone_readable_or_not()
    {
        var unreadable = await InsertUnreadableAsync();
        await ClaimAsync(Noon);
        (await Films.SetAsideAsync(unreadable, "The reel is torn.", Noon, default)).ShouldBeTrue();

        (await Store.SetAside.RemoveAsync((await Store.SetAside.ListAsync(10, default)).ShouldHaveSingleItem(), default)).ShouldBeTrue();

        (await Store.SetAside.ListAsync(10, default)).ShouldBeEmpty();
        (await Films.LoadAsync(unreadable, default)).ShouldBeNull();
    }

    [Fact]
    public async Task An_unreadable_document_keeps_no_neighbour_out_of_a_list()
    {
        var neighbour = await InsertDueAsync();
        var unreadable = await InsertUnreadableAsync();

        var batch = await Films.ListNewestAsync(10, default);

        batch.Documents.ShouldHaveSingleItem().Id.ShouldBe(neighbour.Id);
        batch.Unreadable.ShouldHaveSingleItem().Id.ShouldBe(unreadable);
    }

    [Fact]
    public async Task An_unreadable_document_keeps_no_neighbour_s_delivery_from_being_noted()
    {
        var unreadable = await InsertUnreadableAsync();
        var neighbour = await InsertDueAsync();

        await Films.MarkDeliveredAsync([new OutboxDelivery(unreadable, WholeOf: null, [Guid.NewGuid()]), Film.Delivery(neighbour)], default);

        (await LoadAsync(neighbour.Id)).OutboxDueAt.ShouldBeNull();
    }

    private async Task<SagaDocument<Film>> SetAsideAsync(DateTimeOffset? at = null)
    {
        var film = await InsertDueAsync();
        await ClaimAsync(Noon);
        (await Films.SetAsideAsync(film.Id, "The reel is torn.", at ?? Noon, default)).ShouldBeTrue();
        return film;
    }

    private Task<SagaDocument<Film>> InsertDueAsync()
    {
        var film = NewFilm();
        film.Outbox = [Film.Message()];
        film.OutboxDueAt = Noon;
        film.Timers.Add(Film.Timer(Noon.AddHours(1)));
        return InsertAsync(film);
    }

    private async Task<Guid> InsertUnreadableAsync()
    {
        var torn = new SagaDocument<TornFilm> { Id = Guid.NewGuid(), State = new TornFilm([1, 2]), Outbox = [Film.Message(), Film.Message()], OutboxDueAt = Noon };
        (await Store.Sagas<TornFilm>("film").TryInsertAsync(torn, default)).ShouldBeTrue();
        return torn.Id;
    }

    /// <summary>What no version of the saga wrote.</summary>
    internal sealed record TornFilm(int[] Title);
}
