using Recoil.Storage.Embedded;

namespace Recoil.Storage.Tests;

public sealed class When_writes_wait_together : EmbeddedTest
{
    [Fact]
    public async Task They_are_committed_in_one_transaction()
    {
        var database = Open();
        var films = FilmsOf(database);
        var writing = new List<Task<bool>>();
        using (await HoldWriterAsync(database))
        {
            for (var i = 0; i < 50; i++)
                writing.Add(films.TryInsertAsync(NewFilm(), default));
        }

        (await Task.WhenAll(writing)).ShouldAllBe(inserted => inserted);

        database.Statistics.LargestBatch.ShouldBe(50);
        database.Statistics.Transactions.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_fails_fails_alone()
    {
        var database = Open();
        var films = FilmsOf(database);
        var before = NewFilm();
        var after = NewFilm();
        Task<bool> writingBefore, failing, writingAfter;
        using (await HoldWriterAsync(database))
        {
            writingBefore = films.TryInsertAsync(before, default);
            failing = database.WriteAsync<int, bool>(WriteKind.Saga, static (_, _) => throw new InvalidOperationException("no"), 0, default);
            writingAfter = films.TryInsertAsync(after, default);
        }

        (await Should.ThrowAsync<InvalidOperationException>(() => failing)).Message.ShouldBe("no");
        (await writingBefore).ShouldBeTrue();
        (await writingAfter).ShouldBeTrue();
        (await films.LoadAsync(before.Id, default)).ShouldNotBeNull().Version.ShouldBe(1);
        (await films.LoadAsync(after.Id, default)).ShouldNotBeNull().Version.ShouldBe(1);
        database.Statistics.BatchesRunAlone.ShouldBe(1);
        database.Statistics.SagaWrites.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_failing_one_had_written_is_taken_back()
    {
        var database = Open();
        var film = NewFilm();
        await FilmsOf(database).TryInsertAsync(film, default);

        await Should.ThrowAsync<InvalidOperationException>(() => database.WriteAsync<int, bool>(
            WriteKind.Saga,
            static (session, _) =>
            {
                session.Script("DELETE FROM sagas");
                throw new InvalidOperationException("no");
            },
            0,
            default));

        (await FilmsOf(database).LoadAsync(film.Id, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task One_that_is_cancelled_meanwhile_is_not_done()
    {
        var database = Open();
        var films = FilmsOf(database);
        var film = NewFilm();
        using var cancellation = new CancellationTokenSource();
        Task<bool> writing;
        using (await HoldWriterAsync(database))
        {
            writing = films.TryInsertAsync(film, cancellation.Token);
            await cancellation.CancelAsync();
        }

        await Should.ThrowAsync<OperationCanceledException>(() => writing);
        (await films.LoadAsync(film.Id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task They_are_written_before_the_store_closes()
    {
        var database = Open();
        var film = NewFilm();
        Task<bool> writing;
        using (await HoldWriterAsync(database))
            writing = FilmsOf(database).TryInsertAsync(film, default);
        database.Dispose();

        (await writing).ShouldBeTrue();
        (await FilmsOf(Open()).LoadAsync(film.Id, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Reads_do_not_wait_with_them()
    {
        var database = Open();
        var film = NewFilm();
        await FilmsOf(database).TryInsertAsync(film, default);
        using (await HoldWriterAsync(database))
            (await FilmsOf(database).LoadAsync(film.Id, default)).ShouldNotBeNull();
    }
}
