using MongoDB.Bson;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Budget;
using Recoil.Storage.Conformance;
using Recoil.Storage.MongoDb.ApprovedShots;
using Recoil.Storage.MongoDb.Budget;

namespace Recoil.Storage.MongoDb.Tests.Commands;

public sealed class When_the_hot_path_is_taken : CommandTest
{
    [Fact]
    public async Task A_step_of_a_saga_is_one_read_and_one_conditional_write()
    {
        var film = NewFilm();
        await Films.TryInsertAsync(film, default);
        var films = FilmsOf(Watched);

        var loaded = (await films.LoadAsync(film.Id, default)).ShouldNotBeNull();
        loaded.State.Takes++;
        loaded.Outbox.Add(Film.Message());
        (await films.TryReplaceAsync(loaded, default)).ShouldBeTrue();

        var commands = Log.Take();
        commands.Select(command => command.GetElement(0).Name).ShouldBe(["find", "update"]);
        var id = new BsonBinaryData(film.Id, GuidRepresentation.Standard);
        commands[0]["filter"].ShouldBe(new BsonDocument("_id", id));
        commands[1]["updates"].AsBsonArray.ShouldHaveSingleItem()["q"].ShouldBe(new BsonDocument { { "_id", id }, { "version", 1L } });
    }

    [Fact]
    public async Task The_first_step_of_a_saga_is_one_read_and_one_insert()
    {
        var film = NewFilm();
        (await FilmsOf(Watched).LoadAsync(film.Id, default)).ShouldBeNull();
        (await FilmsOf(Watched).TryInsertAsync(film, default)).ShouldBeTrue();

        Log.TakeNames().ShouldBe(["find", "insert"]);
    }

    [Fact]
    public async Task A_reservation_of_an_admitted_run_is_one_conditional_update_and_a_settlement_another()
    {
        await Ledger.AdmitAsync(new RunAdmission(Account, 1, 2, Noon), default);
        var request = Request(0.5m, cap: 2);

        (await WatchedLedger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);
        var reserving = Log.Take().ShouldHaveSingleItem();
        reserving.GetElement(0).Name.ShouldBe("update");
        reserving["updates"].AsBsonArray.ShouldHaveSingleItem()["q"].AsBsonDocument.Names
            .ShouldBe(["_id", "moves", $"open.{request.ReservationId:N}", $"closed.{request.ReservationId:N}", "heldPico", "roomPico"]);

        (await WatchedLedger.SettleAsync(Account, request.ReservationId, 0.4m, Noon, default)).ShouldBe(new Settlement(0.4m, 0.1m));
        Log.TakeNames().ShouldBe(["findAndModify"]);
    }

    [Fact]
    public async Task A_reservation_of_another_run_is_one_update_of_its_project_and_one_of_its_account()
    {
        await Ledger.SettleAsync(Account, Guid.NewGuid(), 1, Noon, default);
        var request = Request(0.5m, cap: 2);

        (await WatchedLedger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);
        Log.TakeNames().ShouldBe(["update", "find", "find", "update", "update"], "the first finds no room");

        (await WatchedLedger.SettleAsync(Account, request.ReservationId, 0.4m, Noon, default)).ShouldBe(new Settlement(0.4m, 0.1m));
        Log.TakeNames().ShouldBe(["findAndModify", "find", "update"]);
    }

    [Fact]
    public async Task An_account_of_very_many_takes_one_look_more()
    {
        for (var i = 0; i < MongoBudgetLedger.MovedAtOnce; i++)
            await WatchedLedger.SettleAsync(Account, Guid.NewGuid(), 0.01m, Noon, default);
        await WatchedLedger.AdmitAsync(new RunAdmission(Account, 1, 10, Noon), default);
        await WatchedLedger.ReserveAsync(Request(1), default);
        Log.Take();

        (await WatchedLedger.ReserveAsync(Request(1), default)).ShouldBe(ReservationOutcome.Reserved);

        Log.TakeNames().ShouldBe(["find", "update"]);
    }

    [Fact]
    public async Task An_accepted_take_is_one_conditional_update_and_its_neighbour_one_find()
    {
        var approved = new MongoApprovedShots(Watched);
        var take = new AcceptedTake
        {
            Project = "film", EpisodeId = "e1", ShotId = "S1", Scene = 1, IsKeyframe = true, Output = "1.png", RunId = "run-1", CorrelationId = Guid.NewGuid(), Round = 1, AcceptedAt = Noon,
        };

        (await approved.PutAsync(take, default)).ShouldBeTrue();
        (await approved.PutAsync(take with { Output = "2.png", AcceptedAt = Noon.AddMinutes(1) }, default)).ShouldBeTrue();
        (await approved.FindBeforeAsync("film", "e1", 1, "S2", default)).ShouldNotBeNull().Output.ShouldBe("2.png");

        Log.TakeNames().ShouldBe(["update", "update", "find"]);
    }

    [Fact]
    public async Task A_take_is_one_insert_and_two_updates()
    {
        var take = NewTake();
        var claim = (await WatchedTakes.EnqueueAsync(take, LeaseOf("worker"), default)).Claim.ShouldNotBeNull();
        await WatchedTakes.RecordJobAsync(claim, "job", default);
        await WatchedTakes.EndAsync(claim, ResultOf(take), Noon, default);

        Log.TakeNames().ShouldBe(["insert", "update", "update"]);
    }

    [Fact]
    public async Task Many_deliveries_are_noted_at_once_and_many_documents_claimed_at_once()
    {
        var films = FilmsOf(Watched);
        var due = Enumerable.Range(0, 30).Select(_ => NewFilm()).ToList();
        foreach (var film in due)
        {
            film.Outbox.Add(Film.Message());
            film.OutboxDueAt = Noon;
            await films.TryInsertAsync(film, default);
        }

        Log.Take();
        (await films.ClaimDueAsync(Noon, TimeSpan.FromMinutes(1), 100, default)).Count.ShouldBe(30);
        Log.TakeNames().ShouldBe(["find", "update", "find"]);

        await films.MarkDeliveredAsync([.. due.Select(Film.Delivery)], default);
        Log.TakeNames().ShouldBe(["update"]);

        (await films.ClaimDueAsync(Noon.AddHours(1), TimeSpan.FromMinutes(1), 100, default)).Count.ShouldBe(0);
        Log.TakeNames().ShouldBe(["find"]);
    }

    [Fact]
    public async Task Every_write_is_confirmed_by_a_majority_and_in_its_journal()
    {
        await FilmsOf(Watched).TryInsertAsync(NewFilm(), default);
        await WatchedLedger.SettleAsync(Account, Guid.NewGuid(), 1, Noon, default);

        Log.Take().Where(command => command.GetElement(0).Name != "find")
            .ShouldAllBe(command => command["writeConcern"] == new BsonDocument { { "w", "majority" }, { "j", true } });
    }
}
