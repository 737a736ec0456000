using Recoil.Storage.Sagas;

namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_a_document_is_inserted<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task It_is_version_1()
    {
        var film = await InsertAsync(NewFilm());

        film.Version.ShouldBe(1);
        (await LoadAsync(film.Id)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Everything_in_it_is_loaded_as_it_was()
    {
        var film = await InsertAsync(new SagaDocument<Film>
        {
            Id = Guid.NewGuid(),
            State = new Film { Title = "Rückstoß 🎬 \"quoted\"", Takes = 7, Cost = 12.345678901234567890m, Premiere = Noon, Notes = ["a", ""] },
            Inbox = [new InboxEntry(Guid.NewGuid(), "urn:message:a"), new InboxEntry(Guid.NewGuid(), "urn:message:b")],
            Outbox =
            [
                Film.Message("""{ "text" : "two  spaces, a \"quote\", a \\ and a ü",  "n":1.0 }"""),
                Film.Message() with
                {
                    CorrelationId = Guid.NewGuid(),
                    ConversationId = Guid.NewGuid(),
                    Properties = new Dictionary<string, string>(StringComparer.Ordinal) { ["RoutingKey"] = "film.accepted" },
                    Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["traceparent"] = "00-1-2-03" },
                },
            ],
            Timers = [Film.Timer(Noon.AddTicks(1)), Film.Timer(Noon.AddHours(1))],
            OutboxDueAt = Noon.AddMilliseconds(123),
            ExpiresAt = Noon.AddDays(7),
        });

        var loaded = await LoadAsync(film.Id);

        loaded.ShouldBeEquivalentTo(film);
        loaded.DueAt.ShouldBe(film.DueAt);
    }

    [Fact]
    public async Task Another_type_of_saga_with_the_same_id_is_another_document()
    {
        var film = await InsertAsync(NewFilm("film"));
        var run = new SagaDocument<Film> { Id = film.Id, State = new Film { Title = "run" } };

        (await Store.Sagas<Film>("run").TryInsertAsync(run, default)).ShouldBeTrue();

        (await LoadAsync(film.Id)).State.Title.ShouldBe("film");
        (await Store.Sagas<Film>("run").LoadAsync(film.Id, default)).ShouldNotBeNull().State.Title.ShouldBe("run");
    }

    [Fact]
    public async Task Another_process_sees_it_at_once()
    {
        var other = await Store.OpenAgainAsync();
        try
        {
            var film = await InsertAsync(NewFilm());

            (await other.Sagas<Film>("film").LoadAsync(film.Id, default)).ShouldBeEquivalentTo(film);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_large_one_is_kept_whole()
    {
        var film = NewFilm();
        film.State.Notes.AddRange(Enumerable.Range(0, 5_000).Select(i => $"note {i} with some text so that it becomes long"));
        await InsertAsync(film);

        (await LoadAsync(film.Id)).State.Notes.ShouldBe(film.State.Notes);
    }
}
