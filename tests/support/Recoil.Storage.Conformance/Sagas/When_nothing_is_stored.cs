namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_nothing_is_stored<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task There_is_nothing_to_load() => (await Films.LoadAsync(Guid.NewGuid(), default)).ShouldBeNull();

    [Fact]
    public async Task There_is_nothing_to_replace()
    {
        var film = NewFilm();
        film.Version = 1;

        (await Films.TryReplaceAsync(film, default)).ShouldBeFalse();

        film.Version.ShouldBe(1);
        (await Films.LoadAsync(film.Id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_due_undelivered_or_expired()
    {
        (await ClaimAsync(DateTimeOffset.MaxValue.AddDays(-1))).ShouldBeEmpty();
        (await Films.MakeUndeliveredDueAsync(Noon, default)).ShouldBe(0);
        (await Films.RemoveExpiredAsync(DateTimeOffset.MaxValue, default)).ShouldBe(0);
    }
}
