using Recoil.Storage.Sagas;

namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_an_outbox_is_delivered<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task No_sweeper_looks_at_it_again()
    {
        var film = NewFilm();
        film.OutboxDueAt = Noon;
        await InsertAsync(film);

        await Films.MarkDeliveredAsync([Film.Delivery(film)], default);

        (await ClaimAsync(Noon.AddDays(1))).ShouldBeEmpty();
        (await Films.MakeUndeliveredDueAsync(Noon, default)).ShouldBe(0);
        (await LoadAsync(film.Id)).OutboxDueAt.ShouldBeNull();
    }

    [Fact]
    public async Task The_earliest_timer_is_still_due()
    {
        var film = NewFilm();
        film.OutboxDueAt = Noon;
        film.Timers.AddRange([Film.Timer(Noon.AddHours(2)), Film.Timer(Noon.AddHours(1))]);
        await InsertAsync(film);

        await Films.MarkDeliveredAsync([Film.Delivery(film)], default);

        (await ClaimAsync(Noon.AddMinutes(59))).ShouldBeEmpty();
        (await ClaimAsync(Noon.AddHours(1))).ShouldBe([film.Id]);
    }

    [Fact]
    public async Task The_rest_of_the_document_and_its_version_stay()
    {
        var film = NewFilm();
        film.Outbox = [Film.Message()];
        film.OutboxDueAt = Noon;
        film.ExpiresAt = Noon.AddDays(1);
        await InsertAsync(film);

        await Films.MarkDeliveredAsync([Film.Delivery(film)], default);

        film.OutboxDueAt = null;
        (await LoadAsync(film.Id)).ShouldBeEquivalentTo(film);
        (await Films.TryReplaceAsync(film, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Others_are_left_alone()
    {
        var other = NewFilm();
        other.OutboxDueAt = Noon.AddSeconds(1);
        await InsertAsync(other);
        var delivered = NewFilm();
        delivered.OutboxDueAt = Noon;
        await InsertAsync(delivered);

        await Films.MarkDeliveredAsync([Film.Delivery(delivered), new OutboxDelivery(Guid.NewGuid(), 1, [Guid.NewGuid()])], default);

        (await ClaimAsync(Noon.AddDays(1))).ShouldBe([other.Id]);
    }

    [Fact]
    public async Task What_a_later_version_still_holds_of_it_is_struck_out_and_the_rest_stays_due()
    {
        var film = NewFilm();
        film.Outbox = [Film.Message("1"), Film.Message("2")];
        film.OutboxDueAt = Noon;
        await InsertAsync(film);
        var first = Film.Delivery(film);
        film.Outbox = [.. film.Outbox, Film.Message("3")];
        await Films.TryReplaceAsync(film, default);

        await Films.MarkDeliveredAsync([first], default);

        var left = await LoadAsync(film.Id);
        left.Outbox.ShouldHaveSingleItem().Body.ShouldBe("3");
        left.Version.ShouldBe(2);
        left.OutboxDueAt.ShouldBe(Noon);
        (await ClaimAsync(Noon)).ShouldBe([film.Id]);
    }

    [Fact]
    public async Task A_later_version_with_nothing_else_to_say_is_looked_at_no_more()
    {
        var film = NewFilm();
        film.Outbox = [Film.Message("1")];
        film.OutboxDueAt = Noon;
        await InsertAsync(film);
        var all = Film.Delivery(film);
        await Films.TryReplaceAsync(film, default);

        await Films.MarkDeliveredAsync([all], default);

        (await ClaimAsync(Noon.AddDays(1))).ShouldBeEmpty();
        (await LoadAsync(film.Id)).OutboxDueAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_part_of_it_leaves_the_other_part_due()
    {
        var film = NewFilm();
        film.Outbox = [Film.Message("1"), Film.Message("2")];
        film.OutboxDueAt = Noon;
        await InsertAsync(film);

        await Films.MarkDeliveredAsync([new OutboxDelivery(film.Id, WholeOf: null, [film.Outbox[0].MessageId])], default);

        (await LoadAsync(film.Id)).Outbox.ShouldHaveSingleItem().Body.ShouldBe("2");
        (await ClaimAsync(Noon)).ShouldBe([film.Id]);
    }
}
