using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.Conformance;
using Recoil.Storage.MongoDb.Sagas;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Tests;

public sealed class When_documents_are_written : MongoTest
{
    private MongoSagaDocuments<Odd> Odds => new(Store, "film", TimeProvider.System);

    [Fact]
    public async Task Any_value_and_any_name_comes_back_as_it_was()
    {
        var odd = new SagaDocument<Odd>
        {
            Id = Guid.NewGuid(),
            State = new Odd
            {
                Money = [0.1m, 1.00m, 79228162514264337593543950335m, -0.0000000000000000000000000001m, 12.345678901234567890m],
                Scores = [0.1, 1e300, -4.9e-324, 1d / 3, 7],
                Counts = [long.MaxValue, long.MinValue, int.MaxValue, 0],
                Kind = ErrorKind.ContentFilter,
                At = Noon.AddTicks(1),
                Named = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["$where"] = "1", ["a.b"] = "2", [""] = "3", ["%24"] = "4", ["a\0b"] = "5\0", ["ü 🎬"] = null,
                },
            },
        };

        (await Odds.TryInsertAsync(odd, default)).ShouldBeTrue();

        var loaded = (await Odds.LoadAsync(odd.Id, default)).ShouldNotBeNull().State;
        loaded.Named.ShouldBe(odd.State.Named, ignoreOrder: true);
        loaded.Scores.ShouldBe(odd.State.Scores);
        loaded.Money.ShouldBe(odd.State.Money);
        loaded.Counts.ShouldBe(odd.State.Counts);
        (loaded.Kind, loaded.At, loaded.Absent).ShouldBe((odd.State.Kind, odd.State.At, null));
    }

    [Fact]
    public async Task A_person_can_read_them()
    {
        var odd = new SagaDocument<Odd>
        {
            Id = Guid.NewGuid(),
            State = new Odd { Money = [0.25m], Kind = ErrorKind.ContentFilter, At = Noon },
            Inbox = [new InboxEntry(Guid.NewGuid(), "urn:message:a")],
            OutboxDueAt = Noon.AddSeconds(1),
        };
        await Odds.TryInsertAsync(odd, default);

        var stored = await Store.Database.GetCollection<BsonDocument>("sagas.film").Find(new BsonDocument()).SingleAsync();

        stored["_id"].ShouldBe(new BsonBinaryData(odd.Id, GuidRepresentation.Standard));
        stored["version"].ShouldBe(1L);
        stored["outboxDueAt"].ShouldBe("2031-05-06T12:00:01.0000000Z");
        stored["inbox"][0]["messageType"].ShouldBe("urn:message:a");
        stored["state"]["kind"].ShouldBe("content_filter");
        stored["state"]["at"].ShouldBe("2031-05-06T12:00:00+00:00");
        stored["state"]["money"][0].ShouldBe(new BsonDecimal128(0.25m));
        stored["state"]["absent"].ShouldBe(BsonNull.Value);
        stored.Contains("expiresAt").ShouldBeFalse();
    }

    [Fact]
    public async Task A_document_of_another_shape_is_refused_with_what_is_wrong()
    {
        var film = NewFilm();
        await Films.TryInsertAsync(film, default);

        var wrong = await Should.ThrowAsync<InvalidDataException>(() => new MongoSagaDocuments<Later>(Store, "film", TimeProvider.System).LoadAsync(film.Id, default));

        wrong.Message.ShouldStartWith("A Later is stored in a shape that this version does not read: ");
    }

    [Fact]
    public async Task An_account_stays_small_however_many_reservations_it_has_seen()
    {
        const int Seen = 600;
        for (var i = 0; i < Seen; i++)
        {
            var request = Request(0.02m);
            await Ledger.ReserveAsync(request, default);
            await Ledger.SettleAsync(Account, request.ReservationId, 0.01m, Noon, default);
        }

        var account = await Store.Database.GetCollection<BsonDocument>("accounts").Find(new BsonDocument()).SingleAsync();
        account.ToBson().Length.ShouldBeLessThan(16_000);
        account["closings"].ShouldBe((long)Seen);
        (account["closed"].AsBsonDocument.ElementCount + await Store.Reservations.CountDocumentsAsync(_ => true)).ShouldBe(Seen);
        (await Ledger.GetAsync(Account, default)).Spent.ShouldBe(6m);
    }

    public sealed class Odd
    {
        public decimal[] Money { get; init; } = [];

        public double[] Scores { get; init; } = [];

        public long[] Counts { get; init; } = [];

        public ErrorKind Kind { get; init; }

        public DateTimeOffset At { get; init; }

        public string? Absent { get; init; }

        public Dictionary<string, string?> Named { get; init; } = [];
    }

    public sealed class Later
    {
        public required string Director { get; init; }
    }
}
