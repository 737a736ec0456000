using Recoil.Storage.Embedded;

namespace Recoil.Storage.Tests;

public sealed class When_the_disk_is_full : EmbeddedTest
{
    [Fact]
    public async Task The_writer_gets_an_error_and_writing_resumes_when_there_is_space_again()
    {
        var database = Open();
        var films = FilmsOf(database);
        var before = NewFilm();
        await films.TryInsertAsync(before, default);
        await LimitPagesAsync(database, await database.ReadAsync(static (session, _) => session.Number("PRAGMA page_count"), 0, default) + 2);
        var large = NewFilm(kilobytes: 200);

        var exception = await Should.ThrowAsync<StorageUnavailableException>(() => films.TryInsertAsync(large, default));
        exception.Message.ShouldBe($"There is no space left to write {DatabaseFile}. Free some disk space, then start again.");
        large.Version.ShouldBe(0);
        (await films.LoadAsync(large.Id, default)).ShouldBeNull();
        (await films.LoadAsync(before.Id, default)).ShouldNotBeNull();

        await LimitPagesAsync(database, 100_000);
        (await films.TryInsertAsync(large, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_still_fits_is_written()
    {
        var database = Open();
        var films = FilmsOf(database);
        await LimitPagesAsync(database, await database.ReadAsync(static (session, _) => session.Number("PRAGMA page_count"), 0, default) + 2);
        var small = NewFilm();
        Task<bool> writingLarge, writingSmall;
        using (await HoldWriterAsync(database))
        {
            writingLarge = films.TryInsertAsync(NewFilm(kilobytes: 200), default);
            writingSmall = films.TryInsertAsync(small, default);
        }

        await Should.ThrowAsync<StorageUnavailableException>(() => writingLarge);
        (await writingSmall).ShouldBeTrue();
        (await films.LoadAsync(small.Id, default)).ShouldNotBeNull();
    }

    private static Task LimitPagesAsync(EmbeddedDatabase database, long pages) => database.WriteAsync(
        WriteKind.Saga, static (session, pages) => session.Number($"PRAGMA max_page_count = {pages}"), pages, default);
}
