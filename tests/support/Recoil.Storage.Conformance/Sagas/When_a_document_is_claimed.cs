namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_a_document_is_claimed<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly TimeSpan s_claim = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Nobody_else_gets_it_before_the_claim_has_passed()
    {
        var film = NewFilm();
        film.OutboxDueAt = Noon;
        film.Timers.Add(Film.Timer(Noon));
        await InsertAsync(film);

        (await ClaimAsync(Noon, s_claim)).ShouldBe([film.Id]);
        (await ClaimAsync(Noon + s_claim - TimeSpan.FromMilliseconds(1), s_claim)).ShouldBeEmpty();
        (await ClaimAsync(Noon + s_claim, s_claim)).ShouldBe([film.Id]);
    }

    [Fact]
    public async Task Neither_its_version_nor_what_it_waits_for_changes()
    {
        var film = NewFilm();
        film.OutboxDueAt = Noon;
        await InsertAsync(film);

        await ClaimAsync(Noon, s_claim);

        (await LoadAsync(film.Id)).ShouldBeEquivalentTo(film);
        (await Films.TryReplaceAsync(film, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_write_makes_it_due_when_the_writer_says_so()
    {
        var film = NewFilm();
        film.OutboxDueAt = Noon;
        await InsertAsync(film);
        await ClaimAsync(Noon, s_claim);

        film.OutboxDueAt = Noon.AddSeconds(1);
        (await Films.TryReplaceAsync(film, default)).ShouldBeTrue();

        (await ClaimAsync(Noon.AddSeconds(1), s_claim)).ShouldBe([film.Id]);
    }

    [Fact]
    public async Task Delivering_its_outbox_does_not_give_its_timers_to_another_process()
    {
        var film = NewFilm();
        film.OutboxDueAt = Noon;
        film.Timers.Add(Film.Timer(Noon));
        await InsertAsync(film);
        await ClaimAsync(Noon, s_claim);

        await Films.MarkDeliveredAsync([Film.Delivery(film)], default);

        (await ClaimAsync(Noon + s_claim - TimeSpan.FromMilliseconds(1), s_claim)).ShouldBeEmpty();
        (await ClaimAsync(Noon + s_claim, s_claim)).ShouldBe([film.Id]);
    }

    [Fact]
    public async Task Each_goes_to_one_of_many_sweepers()
    {
        var films = await Task.WhenAll(Enumerable.Range(0, 60).Select(async index =>
        {
            var film = NewFilm();
            film.OutboxDueAt = Noon.AddSeconds(-index);
            return await InsertAsync(film);
        }));
        var other = await Store.OpenAgainAsync();
        try
        {
            var claimed = await AtOnceAsync(6, async index =>
            {
                var mine = new List<Guid>();
                var sagas = (index % 2 == 0 ? Store : other).Sagas<Film>("film");
                while (await sagas.ClaimDueAsync(Noon, s_claim, 7, default) is { Count: > 0 } due)
                    mine.AddRange(due.Documents.Select(document => document.Id));

                return mine;
            });

            claimed.SelectMany(ids => ids).ShouldBe(films.Select(film => film.Id), ignoreOrder: true);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }
}
