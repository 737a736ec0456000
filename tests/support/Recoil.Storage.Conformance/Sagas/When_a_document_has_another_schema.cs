using Recoil.Storage.Sagas;

namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_a_document_has_another_schema<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly SagaSchema<Film> s_present = new(
        "film", version: 3,
        new EarlierSagaSchema<FirstFilm, Film>(1, film => film.With(new Film { Title = film.State.Name })),
        new EarlierSagaSchema<SecondFilm, Film>(2, film => film.With(new Film { Title = film.State.Titles[0] })));

    private ISagaDocumentStore<Film> Present => Store.Sagas(s_present);

    [Fact]
    public async Task An_earlier_one_is_read_whole_in_the_present_schema()
    {
        var first = NewFirst();
        first.Inbox.Add(new InboxEntry(Guid.NewGuid(), "urn:message:a"));
        first.Outbox = [Film.Message()];
        first.OutboxDueAt = Noon;
        first.ExpiresAt = Noon.AddDays(1);
        await InsertFirstAsync(first);
        var second = new SagaDocument<SecondFilm> { Id = Guid.NewGuid(), State = new SecondFilm { Titles = ["The Second"] } };
        (await Store.Sagas(new SagaSchema<SecondFilm>("film", version: 2)).TryInsertAsync(second, default)).ShouldBeTrue();

        var read = (await Present.LoadAsync(first.Id, default)).ShouldNotBeNull();
        read.State.Title.ShouldBe("The First");
        (read.Version, read.OutboxDueAt, read.ExpiresAt).ShouldBe((1, Noon, Noon.AddDays(1)));
        read.Inbox.ShouldBe(first.Inbox);
        read.Outbox.ShouldHaveSingleItem().MessageId.ShouldBe(first.Outbox[0].MessageId);
        (await Present.LoadAsync(second.Id, default)).ShouldNotBeNull().State.Title.ShouldBe("The Second");
    }

    [Fact]
    public async Task An_earlier_one_is_claimed_and_listed_in_the_present_schema()
    {
        var first = NewFirst();
        first.Timers.Add(Film.Timer(Noon));
        await InsertFirstAsync(first);

        (await Present.ListNewestAsync(10, default)).Documents.ShouldHaveSingleItem().State.Title.ShouldBe("The First");
        (await Present.ClaimDueAsync(Noon, TimeSpan.FromMinutes(1), 10, default)).Documents.ShouldHaveSingleItem().State.Title.ShouldBe("The First");
    }

    [Fact]
    public async Task An_earlier_one_is_written_in_the_present_schema_by_its_next_step()
    {
        var first = NewFirst();
        await InsertFirstAsync(first);
        var read = (await Present.LoadAsync(first.Id, default)).ShouldNotBeNull();
        read.State.Title = "The First Again";
        (await Present.TryReplaceAsync(read, default)).ShouldBeTrue();

        var again = (await Store.Sagas(new SagaSchema<Film>("film", version: 3)).LoadAsync(first.Id, default)).ShouldNotBeNull();
        (again.State.Title, again.Version).ShouldBe(("The First Again", 2));
    }

    [Fact]
    public async Task Striking_delivered_messages_out_of_an_earlier_one_keeps_it_readable()
    {
        var first = NewFirst();
        first.Outbox = [Film.Message(), Film.Message()];
        first.OutboxDueAt = Noon;
        await InsertFirstAsync(first);

        await Present.MarkDeliveredAsync([new OutboxDelivery(first.Id, null, [first.Outbox[0].MessageId])], default);

        var read = (await Present.LoadAsync(first.Id, default)).ShouldNotBeNull();
        read.State.Title.ShouldBe("The First");
        read.Outbox.ShouldHaveSingleItem().MessageId.ShouldBe(first.Outbox[1].MessageId);
    }

    [Fact]
    public async Task A_newer_one_is_refused_in_one_line_and_left_to_newer_sweepers()
    {
        var newer = NewFilm();
        newer.OutboxDueAt = Noon;
        (await Present.TryInsertAsync(newer, default)).ShouldBeTrue();
        var older = Store.Sagas(new SagaSchema<FirstFilm>("film"));

        var refusal = await Should.ThrowAsync<StorageUnavailableException>(() => older.LoadAsync(newer.Id, default));

        refusal.Message.ShouldBe($"Saga film {newer.Id} was written by a newer version (schema 3; this one knows 1). Use the newer version.");
        refusal.IsOutage.ShouldBeFalse();
        (await older.ClaimDueAsync(Noon, TimeSpan.FromMinutes(1), 10, default)).Documents.ShouldBeEmpty();
        (await Present.ClaimDueAsync(Noon, TimeSpan.FromMinutes(1), 10, default)).Documents.ShouldHaveSingleItem().Id.ShouldBe(newer.Id);
    }

    [Fact]
    public async Task One_that_is_too_old_is_refused()
    {
        var first = NewFirst();
        await InsertFirstAsync(first);

        var refusal = await Should.ThrowAsync<InvalidDataException>(() => Store.Sagas(new SagaSchema<Film>("film", version: 3)).LoadAsync(first.Id, default));

        refusal.Message.ShouldBe($"Saga film {first.Id} is stored in schema 1, which this version does not read.");
    }

    private static SagaDocument<FirstFilm> NewFirst() => new() { Id = Guid.NewGuid(), State = new FirstFilm { Name = "The First" } };

    private async Task InsertFirstAsync(SagaDocument<FirstFilm> first) =>
        (await Store.Sagas<FirstFilm>("film").TryInsertAsync(first, default)).ShouldBeTrue();

    /// <summary>The state as the first version had it.</summary>
    internal sealed class FirstFilm
    {
        public required string Name { get; init; }
    }

    /// <summary>The state as the second version had it.</summary>
    internal sealed class SecondFilm
    {
        public required List<string> Titles { get; init; }
    }
}
