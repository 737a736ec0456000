namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_documents_are_listed<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Theory]
    [InlineData("film")]
    [InlineData("shot")]
    [InlineData("run")]
    public async Task The_newest_of_their_type_come_first_and_no_more_than_asked_for(string type)
    {
        var films = Store.Sagas<Film>(type);
        var other = Store.Sagas<Film>(type == "shot" ? "run" : "shot");
        var inserted = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            var film = NewFilm($"The Recoil {i}");
            inserted.Insert(0, film.Id);
            (await films.TryInsertAsync(film, default)).ShouldBeTrue();
            (await other.TryInsertAsync(NewFilm("another type"), default)).ShouldBeTrue();
        }

        (await films.ListNewestAsync(100, default)).Documents.Select(document => document.Id).ShouldBe(inserted);
        (await films.ListNewestAsync(2, default)).Documents.Select(document => document.Id).ShouldBe(inserted.Take(2));
    }

    [Fact]
    public async Task They_are_whole_and_a_change_does_not_make_them_newer()
    {
        var first = NewFilm("first");
        first.Outbox.Add(Film.Message());
        first.OutboxDueAt = Noon;
        first.ExpiresAt = Noon.AddDays(1);
        await InsertAsync(first);
        var second = await InsertAsync(NewFilm("second"));
        first.State.Takes = 2;
        (await Films.TryReplaceAsync(first, default)).ShouldBeTrue();

        var listed = (await Films.ListNewestAsync(10, default)).Documents;

        listed.Select(document => document.Id).ShouldBe([second.Id, first.Id]);
        listed[1].ShouldBeEquivalentTo(await LoadAsync(first.Id));
        listed[1].State.Takes.ShouldBe(2);
    }

    [Fact]
    public async Task Without_any_the_list_is_empty() => (await Films.ListNewestAsync(10, default)).Documents.ShouldBeEmpty();

    [Fact]
    public async Task A_limit_below_one_is_an_error() =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Films.ListNewestAsync(0, default));
}
