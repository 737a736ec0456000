using Recoil.Storage.Sagas;

namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_documents_have_expired<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task They_are_removed_and_the_others_stay()
    {
        var expired = NewFilm();
        expired.ExpiresAt = Noon;
        await InsertAsync(expired);
        var later = NewFilm();
        later.ExpiresAt = Noon.AddMilliseconds(1);
        await InsertAsync(later);
        var kept = await InsertAsync(NewFilm());

        (await Films.RemoveExpiredAsync(Noon, default)).ShouldBe(1);

        (await Films.LoadAsync(expired.Id, default)).ShouldBeNull();
        await LoadAsync(later.Id);
        await LoadAsync(kept.Id);
    }

    [Fact]
    public async Task One_that_has_something_left_to_say_stays_until_it_is_said()
    {
        var film = await InsertAsync(new SagaDocument<Film> { Id = Guid.NewGuid(), State = new Film(), Outbox = [Film.Message()], OutboxDueAt = Noon, ExpiresAt = Noon });

        (await Films.RemoveExpiredAsync(Noon.AddYears(1), default)).ShouldBe(0);
        await Films.MarkDeliveredAsync([Film.Delivery(film)], default);

        (await Films.RemoveExpiredAsync(Noon.AddYears(1), default)).ShouldBe(1);
    }

    [Fact]
    public async Task All_of_very_many_are_removed()
    {
        await Task.WhenAll(Enumerable.Range(0, 1_200).Select(_ =>
        {
            var film = NewFilm();
            film.ExpiresAt = Noon;
            return InsertAsync(film);
        }));

        (await Films.RemoveExpiredAsync(Noon, default)).ShouldBe(1_200);
        (await Films.RemoveExpiredAsync(Noon, default)).ShouldBe(0);
    }

    [Fact]
    public async Task One_that_was_written_again_without_an_end_stays()
    {
        var film = NewFilm();
        film.ExpiresAt = Noon;
        await InsertAsync(film);
        film.ExpiresAt = null;
        await Films.TryReplaceAsync(film, default);

        (await Films.RemoveExpiredAsync(Noon.AddDays(1), default)).ShouldBe(0);

        await LoadAsync(film.Id);
    }
}
