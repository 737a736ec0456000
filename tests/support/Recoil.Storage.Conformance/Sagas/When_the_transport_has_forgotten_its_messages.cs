namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_the_transport_has_forgotten_its_messages<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Every_undelivered_document_is_due_at_once()
    {
        var undelivered = NewFilm();
        undelivered.OutboxDueAt = Noon.AddMinutes(5);
        undelivered.Timers.Add(Film.Timer(Noon.AddMinutes(2)));
        await InsertAsync(undelivered);
        var claimed = NewFilm();
        claimed.OutboxDueAt = Noon.AddMinutes(-1);
        await InsertAsync(claimed);
        await ClaimAsync(Noon, TimeSpan.FromHours(1));

        (await Films.MakeUndeliveredDueAsync(Noon, default)).ShouldBe(2);

        (await ClaimAsync(Noon)).ShouldBe([undelivered.Id, claimed.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task Delivered_documents_and_other_types_of_saga_are_not()
    {
        var waiting = NewFilm();
        waiting.Timers.Add(Film.Timer(Noon.AddMinutes(2)));
        await InsertAsync(waiting);
        var delivered = NewFilm();
        delivered.OutboxDueAt = Noon.AddMinutes(5);
        await InsertAsync(delivered);
        await Films.MarkDeliveredAsync([Film.Delivery(delivered)], default);
        var run = NewFilm();
        run.OutboxDueAt = Noon.AddMinutes(5);
        await Store.Sagas<Film>("run").TryInsertAsync(run, default);

        (await Films.MakeUndeliveredDueAsync(Noon, default)).ShouldBe(0);

        (await ClaimAsync(Noon)).ShouldBeEmpty();
        (await Store.Sagas<Film>("run").ClaimDueAsync(Noon, TimeSpan.FromMinutes(1), 10, default)).Documents.ShouldBeEmpty();
    }
}
