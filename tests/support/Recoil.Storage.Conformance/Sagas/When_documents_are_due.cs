using Recoil.Storage.Sagas;

namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_documents_are_due<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task The_most_overdue_come_first_and_no_more_than_asked_for()
    {
        var third = await InsertDueAsync(Noon.AddSeconds(-1));
        var first = await InsertDueAsync(Noon.AddSeconds(-3));
        var second = await InsertDueAsync(Noon.AddSeconds(-2));

        (await ClaimAsync(Noon, limit: 2)).ShouldBe([first.Id, second.Id]);
        (await ClaimAsync(Noon, limit: 2)).ShouldBe([third.Id]);
    }

    [Fact]
    public async Task One_that_is_due_exactly_now_is_claimed_and_a_later_one_is_not()
    {
        var now = await InsertDueAsync(Noon);
        await InsertDueAsync(Noon.AddMilliseconds(1));
        await InsertAsync(NewFilm());

        (await ClaimAsync(Noon)).ShouldBe([now.Id]);
    }

    [Fact]
    public async Task The_earliest_of_the_outbox_and_the_timers_counts()
    {
        var byTimer = NewFilm();
        byTimer.OutboxDueAt = Noon.AddHours(1);
        byTimer.Timers.AddRange([Film.Timer(Noon.AddHours(2)), Film.Timer(Noon.AddMinutes(-1))]);
        await InsertAsync(byTimer);
        var byOutbox = NewFilm();
        byOutbox.OutboxDueAt = Noon.AddMinutes(-2);
        byOutbox.Timers.Add(Film.Timer(Noon.AddHours(2)));
        await InsertAsync(byOutbox);

        (await ClaimAsync(Noon)).ShouldBe([byOutbox.Id, byTimer.Id]);
    }

    [Fact]
    public async Task They_come_whole()
    {
        var film = NewFilm();
        film.Outbox = [Film.Message("""{"a":1}""")];
        film.OutboxDueAt = Noon;
        film.Inbox.Add(new InboxEntry(Guid.NewGuid(), "urn:message:a"));
        film.ExpiresAt = Noon.AddDays(1);
        await InsertAsync(film);

        (await Films.ClaimDueAsync(Noon, TimeSpan.FromMinutes(1), 10, default)).Documents.ShouldHaveSingleItem().ShouldBeEquivalentTo(film);
    }

    [Fact]
    public async Task Those_of_another_type_of_saga_are_left_to_it()
    {
        var film = await InsertDueAsync(Noon);

        (await Store.Sagas<Film>("run").ClaimDueAsync(Noon, TimeSpan.FromMinutes(1), 10, default)).Documents.ShouldBeEmpty();
        (await ClaimAsync(Noon)).ShouldBe([film.Id]);
    }

    private Task<SagaDocument<Film>> InsertDueAsync(DateTimeOffset at)
    {
        var film = NewFilm();
        film.OutboxDueAt = at;
        return InsertAsync(film);
    }
}
