namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_a_document_is_replaced<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Everything_in_it_is_what_was_written_last()
    {
        var film = NewFilm();
        film.Outbox = [Film.Message("""{"first":true}""")];
        film.OutboxDueAt = Noon;
        film.Timers.Add(Film.Timer(Noon));
        film.ExpiresAt = Noon;
        await InsertAsync(film);

        film.State.Title = "Director's cut";
        film.Outbox = [Film.Message("""{"second":true}""")];
        film.OutboxDueAt = Noon.AddHours(1);
        film.Timers.Clear();
        film.ExpiresAt = null;
        (await Films.TryReplaceAsync(film, default)).ShouldBeTrue();

        (await LoadAsync(film.Id)).ShouldBeEquivalentTo(film);
    }

    [Fact]
    public async Task The_version_counts_up_in_the_store_and_in_the_object()
    {
        var film = await InsertAsync(NewFilm());

        for (var version = 2; version <= 4; version++)
        {
            (await Films.TryReplaceAsync(film, default)).ShouldBeTrue();
            film.Version.ShouldBe(version);
            (await LoadAsync(film.Id)).Version.ShouldBe(version);
        }
    }

    [Fact]
    public async Task It_is_due_when_its_writer_says_so()
    {
        var film = NewFilm();
        film.OutboxDueAt = Noon;
        await InsertAsync(film);

        film.OutboxDueAt = Noon.AddHours(1);
        await Films.TryReplaceAsync(film, default);

        (await ClaimAsync(Noon.AddMinutes(59))).ShouldBeEmpty();
        (await ClaimAsync(Noon.AddHours(1))).ShouldBe([film.Id]);
    }
}
