namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_an_outbox_is_delivered<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [SkippableFact]
    public async Task No_sweeper_looks_at_it_again()
    {
        var film = NewFilm();
        film.OutboxDueAt = Noon;
        await InsertAsync(film);

        await Films.MarkDeliveredAsync([(film.Id, film.Version)], default);

        (await ClaimAsync(Noon.AddDays(1))).ShouldBeEmpty();
        (await Films.MakeUndeliveredDueAsync(Noon, default)).ShouldBe(0);
        (await LoadAsync(film.Id)).OutboxDueAt.ShouldBeNull();
    }

    [SkippableFact]
    public async Task The_earliest_timer_is_still_due()
    {
        var film = NewFilm();
        film.OutboxDueAt = Noon;
        film.Timers.AddRange([Film.Timer(Noon.AddHours(2)), Film.Timer(Noon.AddHours(1))]);
        await InsertAsync(film);

        await Films.MarkDeliveredAsync([(film.Id, film.Version)], default);

        (await ClaimAsync(Noon.AddMinutes(59))).ShouldBeEmpty();
        (await ClaimAsync(Noon.AddHours(1))).ShouldBe([film.Id]);
    }

    [SkippableFact]
    public async Task The_rest_of_the_document_and_its_version_stay()
    {
        var film = NewFilm();
        film.Outbox = [Film.Message()];
        film.OutboxDueAt = Noon;
        film.ExpiresAt = Noon.AddDays(1);
        await InsertAsync(film);

        await Films.MarkDeliveredAsync([(film.Id, film.Version)], default);

        film.OutboxDueAt = null;
        (await LoadAsync(film.Id)).ShouldBeEquivalentTo(film);
        (await Films.TryReplaceAsync(film, default)).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Another_version_is_left_alone_and_so_are_others()
    {
        var written = NewFilm();
        written.OutboxDueAt = Noon;
        await InsertAsync(written);
        await Films.TryReplaceAsync(written, default);
        var other = NewFilm();
        other.OutboxDueAt = Noon.AddSeconds(1);
        await InsertAsync(other);
        var delivered = NewFilm();
        delivered.OutboxDueAt = Noon;
        await InsertAsync(delivered);

        await Films.MarkDeliveredAsync([(written.Id, 1), (delivered.Id, 1), (Guid.NewGuid(), 1)], default);

        (await ClaimAsync(Noon.AddDays(1))).ShouldBe([written.Id, other.Id]);
    }
}
