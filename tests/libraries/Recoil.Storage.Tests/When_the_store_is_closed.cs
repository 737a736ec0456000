namespace Recoil.Storage.Tests;

public sealed class When_the_store_is_closed : EmbeddedTest
{
    [Fact]
    public async Task Reads_and_writes_say_so()
    {
        var database = Open();
        var films = FilmsOf(database);
        database.Dispose();

        await Should.ThrowAsync<ObjectDisposedException>(() => films.LoadAsync(Guid.NewGuid(), default));
        await Should.ThrowAsync<ObjectDisposedException>(() => films.TryInsertAsync(NewFilm(), default));
    }

    [Fact]
    public async Task One_file_is_left()
    {
        var database = Open();
        var film = NewFilm();
        await FilmsOf(database).TryInsertAsync(film, default);
        await FilmsOf(database).LoadAsync(film.Id, default);
        database.Dispose();

        Directory.GetFiles(Folder).ShouldBe([DatabaseFile]);
    }
}
