namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_two_writers_replace_the_same_version<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task The_second_changes_nothing()
    {
        var film = await InsertAsync(NewFilm());
        var second = await LoadAsync(film.Id);
        film.State.Title = "first";
        second.State.Title = "second";

        (await Films.TryReplaceAsync(film, default)).ShouldBeTrue();
        (await Films.TryReplaceAsync(second, default)).ShouldBeFalse();

        second.Version.ShouldBe(1);
        var stored = await LoadAsync(film.Id);
        stored.State.Title.ShouldBe("first");
        stored.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Only_one_wins()
    {
        var film = await InsertAsync(NewFilm());
        var other = await Store.OpenAgainAsync();
        try
        {
            var won = await AtOnceAsync(16, async index =>
            {
                var films = (index % 2 == 0 ? Store : other).Sagas<Film>("film");
                var mine = (await films.LoadAsync(film.Id, default)).ShouldNotBeNull();
                mine.Version = 1;
                mine.State.Takes = index;
                return await films.TryReplaceAsync(mine, default);
            });

            won.Count(replaced => replaced).ShouldBe(1);
            var stored = await LoadAsync(film.Id);
            stored.State.Takes.ShouldBe(Array.IndexOf(won, true));
            stored.Version.ShouldBe(2);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task No_change_is_lost_when_the_loser_loads_again()
    {
        var film = await InsertAsync(NewFilm());
        var other = await Store.OpenAgainAsync();
        try
        {
            await AtOnceAsync(8, async index =>
            {
                var films = (index % 2 == 0 ? Store : other).Sagas<Film>("film");
                for (var change = 0; change < 5; change++)
                {
                    while (true)
                    {
                        var mine = (await films.LoadAsync(film.Id, default)).ShouldNotBeNull();
                        mine.State.Takes++;
                        if (await films.TryReplaceAsync(mine, default))
                            break;
                    }
                }

                return true;
            });

            var stored = await LoadAsync(film.Id);
            stored.State.Takes.ShouldBe(40);
            stored.Version.ShouldBe(41);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }
}
