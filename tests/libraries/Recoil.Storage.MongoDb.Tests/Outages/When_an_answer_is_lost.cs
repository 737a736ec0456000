using Recoil.Storage.Takes;
using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Budget;
using Recoil.Storage.Conformance;
using Recoil.Storage.MongoDb.ApprovedShots;
using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.Reviews;

namespace Recoil.Storage.MongoDb.Tests.Outages;

/// <summary>The server has done it, but its answer was lost: repeating the operation must neither fail nor apply it twice.</summary>
public sealed class When_an_answer_is_lost : OutageTest
{
    [Fact]
    public async Task A_new_document_is_there_once_and_the_next_try_finds_it()
    {
        var film = NewFilm();

        (await AgainAfterLostAnswerAsync("insert", () => FilmsOf(Behind).TryInsertAsync(film, default))).ShouldBeFalse("it is a lost race, to be loaded again");

        (await Films.LoadAsync(film.Id, default)).ShouldNotBeNull().Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_document_is_replaced_once_and_the_next_try_finds_it()
    {
        var film = NewFilm();
        await Films.TryInsertAsync(film, default);
        film.State.Title = "Director's cut";

        (await AgainAfterLostAnswerAsync("update", () => FilmsOf(Behind).TryReplaceAsync(film, default))).ShouldBeFalse("it is a lost race, to be loaded again");

        film.Version.ShouldBe(1);
        var stored = (await Films.LoadAsync(film.Id, default)).ShouldNotBeNull();
        (stored.Version, stored.State.Title).ShouldBe((2, "Director's cut"));
    }

    [Fact]
    public async Task Money_is_reserved_once()
    {
        await Ledger.ReserveAsync(Request(1), default);
        var request = Request(0.6m, cap: 2);

        (await AgainAfterLostAnswerAsync("update", () => LedgerBehind.ReserveAsync(request, default))).ShouldBe(ReservationOutcome.Reserved);

        (await Ledger.GetAsync(Account, default)).ShouldBe(new AccountBalance(0, 1.6m, 2));
    }

    [Fact]
    public async Task An_accepted_take_is_kept_once()
    {
        var take = new AcceptedTake
        {
            Project = "film", EpisodeId = "e1", ShotId = "S1", Scene = 1, IsKeyframe = true, Output = "1.png", RunId = "run-1", CorrelationId = Guid.NewGuid(), Round = 1,
            AcceptedAt = new DateTimeOffset(2031, 5, 6, 12, 0, 0, TimeSpan.Zero),
        };
        var behind = new MongoApprovedShots(Behind);

        (await AgainAfterLostAnswerAsync("update", () => behind.PutAsync(take, default))).ShouldBeFalse("it is there");

        (await behind.FindBeforeAsync("film", "e1", 1, "S2", default)).ShouldBe(take);
    }

    [Fact]
    public async Task A_refusal_stands()
    {
        await Ledger.ReserveAsync(Request(1), default);
        var request = Request(0.6m, cap: 1);

        // The first update is the try to reserve, which changes nothing; the second one writes the refusal down.
        (await AgainAfterLostAnswerAsync("update", () => LedgerBehind.ReserveAsync(request, default))).ShouldBe(ReservationOutcome.RefusedByEpisode);

        (await Ledger.ReserveAsync(request with { EpisodeCap = 100 }, default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
    }

    [Fact]
    public async Task A_settlement_charges_once()
    {
        var request = Request(1);
        await Ledger.ReserveAsync(request, default);

        (await AgainAfterLostAnswerAsync("findAndModify", () => LedgerBehind.SettleAsync(Account, request.ReservationId, 0.4m, Noon, default))).ShouldBe(default);

        (await Ledger.GetAsync(Account, default)).ShouldBe(new AccountBalance(0.4m, 0, 0));
    }

    [Theory]
    [InlineData("projects", "0.4")]
    [InlineData("accounts", "0")]
    public async Task A_settlement_that_comes_first_charges_once(string lost, string charged)
    {
        await Ledger.ReserveAsync(Request(1), default);
        var id = Guid.NewGuid();

        // The hold is raised in the project before the account is charged.
        (await AgainAfterLostAnswerAsync(UpdateOf(lost), () => LedgerBehind.SettleAsync(Account, id, 0.4m, Noon, default)))
            .ShouldBe(new Settlement(decimal.Parse(charged), Released: 0));

        (await Ledger.GetAsync(Account, default)).ShouldBe(new AccountBalance(0.4m, 1, 1));
        await ShouldBeHeldAsync(1.4m);
    }

    [Theory]
    [InlineData("projects")]
    [InlineData("accounts")]
    public async Task A_run_is_admitted_and_closed_once(string lost)
    {
        await Ledger.SettleAsync(Account, Guid.NewGuid(), 1, Noon, default);

        (await AgainAfterLostAnswerAsync(UpdateOf(lost), () => LedgerBehind.AdmitAsync(new RunAdmission(Account, 1, 5, Noon), default))).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        await ShouldBeHeldAsync(5);

        await AgainAfterLostAnswerAsync(UpdateOf(lost), async () =>
        {
            await LedgerBehind.CloseAsync(Account, 1, Noon, default);
            return true;
        });
        await ShouldBeHeldAsync(1);
    }

    [Fact]
    public async Task A_cap_is_topped_up_once()
    {
        var projects = new MongoProjectBudgets(Behind, TimeProvider.System);
        (await AgainAfterLostAnswerAsync("update", () => projects.SetAsync(new ProjectBudget("film", 5, BudgetPeriod.Total, "Ida", Noon), default))).ShouldBeFalse();
        var topUp = new ProjectTopUp("film", Guid.NewGuid(), 2, Noon.AddSeconds(1));

        (await AgainAfterLostAnswerAsync("update", () => projects.TopUpAsync(topUp, default))).ShouldBeFalse();

        (await projects.ShowAsync("film", Noon, 1, default)).ShouldNotBeNull().Cap.ShouldBe(7);
    }

    [Fact]
    public async Task A_lapsed_reservation_is_released_once()
    {
        await Ledger.ReserveAsync(Request(1), default);

        (await AgainAfterLostAnswerAsync("findAndModify", () => LedgerBehind.ReleaseExpiredAsync(Noon.AddHours(1), 10, default))).ShouldBeEmpty();

        (await Ledger.GetAsync(Account, default)).ShouldBe(default);
    }

    [Theory]
    [InlineData("reservations")]
    [InlineData("accounts")]
    public async Task Closed_reservations_that_were_moved_half_are_still_known(string lost)
    {
        var request = Request(1);
        await Ledger.ReserveAsync(request, default);
        await Ledger.SettleAsync(Account, request.ReservationId, 0.5m, Noon, default);
        for (var i = 1; i < MongoBudgetLedger.MovedAtOnce; i++)
            await Ledger.ReserveAsync(Request(1), default);
        var ids = await OpenIdsAsync();
        foreach (var id in ids.SkipLast(1))
            await Ledger.SettleAsync(Account, id, 0, Noon, default);

        // The last settlement moves them all: first copies are written, then they are taken out of the account.
        (await AgainAfterLostAnswerAsync(UpdateOf(lost), () => LedgerBehind.SettleAsync(Account, ids[^1], 0, Noon, default)))
            .ShouldBe(default);

        (await LedgerBehind.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);
        (await LedgerBehind.SettleAsync(Account, request.ReservationId, 0.5m, Noon, default)).ShouldBe(default);
        (await LedgerBehind.SettleAsync(Account, request.ReservationId, 0.7m, Noon, default)).ShouldBe(new Settlement(0.2m, 0));
        (await Ledger.GetAsync(Account, default)).ShouldBe(new AccountBalance(0.7m, 0, 0));
    }

    [Fact]
    public async Task A_take_that_has_begun_is_the_workers_own()
    {
        var take = NewTake();

        var (record, claim) = await AgainAfterLostAnswerAsync("insert", () => TakesBehind.EnqueueAsync(take, LeaseOf("worker"), default));

        claim.ShouldBe(new TakeClaim(take.TakeId, 1));
        record.TakeId.ShouldBe(take.TakeId);
        (await Takes.EnqueueAsync(take, LeaseOf("another"), default)).Claim.ShouldBeNull();
    }

    [Fact]
    public async Task A_submit_begins_once()
    {
        var claim = (await Takes.EnqueueAsync(NewTake(), LeaseOf("worker"), default)).Claim.ShouldNotBeNull();

        (await AgainAfterLostAnswerAsync("update", () => TakesBehind.BeginSubmitAsync(claim, Noon, Noon.AddHours(1), default))).ShouldBeTrue();
        (await AgainAfterLostAnswerAsync("update", () => TakesBehind.RecordJobAsync(claim, "job", default))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_take_ends_once_and_its_result_stands()
    {
        var take = NewTake();
        var claim = (await Takes.EnqueueAsync(take, LeaseOf("worker"), default)).Claim.ShouldNotBeNull();

        await AgainAfterLostAnswerAsync("update", () => TakesBehind.EndAsync(claim, ResultOf(take), Noon, default));

        (await Takes.FindAsync(take.TakeId, default)).ShouldNotBeNull().Result.ShouldBe(ResultOf(take));
        (await Takes.TotalAsync(Account, default)).ShouldBe((1, KnownCost.Reported(0.04m)));
    }

    [Fact]
    public async Task A_cancelled_take_stays_cancelled()
    {
        var take = NewTake();
        var cancelled = take with { Result = ResultOf(take) with { Cost = 0, Success = false, Fault = "cancelled" } };

        (await AgainAfterLostAnswerAsync("insert", () => TakesBehind.TryCancelAsync(cancelled, default))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_review_is_added_claimed_and_decided_once()
    {
        var id = Guid.NewGuid();
        var entry = new ReviewEntry
        {
            ReviewId = id,
            EnqueuedAt = Noon,
            Request = new EnqueueReview
            {
                CorrelationId = Guid.NewGuid(), ReviewId = id, Project = "film", RunId = "run-1", EpisodeId = "e1", ShotId = "s1",
                Reason = ReviewReason.IcuEscalated, FailureMode = "anatomy_face_merge", Attempts = [], TotalCostUsd = 1, OriginalPrompt = "two people", At = Noon,
            },
        };
        var decision = new ReviewDecided { CorrelationId = Guid.NewGuid(), ReviewId = id, Decision = ReviewDecision.Approve, By = "Ida", At = Noon };

        (await AgainAfterLostAnswerAsync("insert", () => ReviewsBehind.TryAddAsync(entry, default))).ShouldBeFalse();
        (await AgainAfterLostAnswerAsync("findAndModify", () => ReviewsBehind.ClaimAsync(id, "Ida", Noon, Noon.AddHours(1), default))).ShouldNotBeNull().ClaimedBy.ShouldBe("Ida");
        (await AgainAfterLostAnswerAsync("findAndModify", () => ReviewsBehind.DecideAsync(decision, Noon, default))).ShouldNotBeNull().Decision.ShouldBe(decision);

        (await Reviews.ListAsync("film", "run-1", default)).ShouldHaveSingleItem().Decision.ShouldBe(decision);
    }

    [Fact]
    public async Task Deliveries_are_noted_and_expired_documents_are_gone()
    {
        var film = NewFilm();
        film.Outbox.Add(Film.Message());
        (film.OutboxDueAt, film.ExpiresAt) = (Noon, Noon);
        await Films.TryInsertAsync(film, default);

        await AgainAfterLostAnswerAsync("update", async () =>
        {
            await FilmsOf(Behind).MarkDeliveredAsync([Film.Delivery(film)], default);
            return true;
        });
        (await Films.LoadAsync(film.Id, default)).ShouldNotBeNull().OutboxDueAt.ShouldBeNull();

        (await AgainAfterLostAnswerAsync("delete", () => FilmsOf(Behind).RemoveExpiredAsync(Noon, default))).ShouldBe(0);
        (await Films.LoadAsync(film.Id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_expires()
    {
        var film = NewFilm();
        film.OutboxDueAt = Noon;
        await Films.TryInsertAsync(film, default);

        (await AgainAfterLostAnswerAsync("update", () => FilmsOf(Behind).ClaimDueAsync(Noon, TimeSpan.FromMinutes(1), 10, default))).Count.ShouldBe(0);

        (await Films.ClaimDueAsync(Noon.AddMinutes(1), TimeSpan.FromMinutes(1), 10, default)).Documents.ShouldHaveSingleItem().Id.ShouldBe(film.Id);
    }

    private async Task ShouldBeHeldAsync(decimal held)
    {
        var project = (await new MongoProjectBudgets(Store, TimeProvider.System).ShowAsync("film", Noon, 10, default)).ShouldNotBeNull();
        (project.Held, project.Runs.Sum(run => run.Hold)).ShouldBe((held, held));
    }

    /// <summary>An update of a collection, as it is in its command.</summary>
    private static string UpdateOf(string collection) => $"update\0{(char)(collection.Length + 1)}\0\0\0{collection}";

    private async Task<List<Guid>> OpenIdsAsync() =>
        [.. (await Store.Accounts.Find(account => account.Id == Account).SingleAsync()).Open.Keys.Select(key => Guid.ParseExact(key, "N"))];
}
