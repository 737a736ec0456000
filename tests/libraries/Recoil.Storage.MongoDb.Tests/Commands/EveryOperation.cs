using Recoil.Contracts;
using Recoil.Storage.Conformance;
using Recoil.Storage.MongoDb.ApprovedShots;
using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.Failures;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.MongoDb.Failures;
using Recoil.Storage.MongoDb.Judging;
using Recoil.Storage.MongoDb.Reviews;
using Recoil.Storage.MongoDb.Runs;
using Recoil.Storage.MongoDb.Sagas;
using Recoil.Storage.MongoDb.Steering;
using Recoil.Storage.MongoDb.Takes;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Budget;
using Recoil.Storage.Judging;
using Recoil.Storage.Reviews;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb.Tests.Commands;

/// <summary>Does everything that the ports can do, each in all its ways.</summary>
internal sealed class EveryOperation(MongoDbStore store, DateTimeOffset now)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    public async Task DoAsync()
    {
        await DoSagasAsync(new MongoSagaDocuments<Film>(store, "film", TimeProvider.System));
        await DoBudgetAsync(new MongoBudgetLedger(store, TimeProvider.System));
        await DoProjectsAsync(new MongoBudgetLedger(store, TimeProvider.System), new MongoProjectBudgets(store, TimeProvider.System));
        await DoTakesAsync(new MongoTakeLedger(store), new MongoProviderAccounts(store));
        await DoRunsAsync(new MongoRunShots(store));
        await DoApprovedShotsAsync(new MongoApprovedShots(store));
        await DoPausesAsync(new MongoPauses(store));
        await DoReviewsAsync(new MongoReviewEntries(store));
        await DoJudgementsAsync(new MongoJudgements(store));
        await DoFailedMessagesAsync(new MongoFailedMessages(store));
    }

    private async Task DoRunsAsync(MongoRunShots runs)
    {
        var plan = Guid.NewGuid();
        var shots = Enumerable.Range(0, 3).Select(index => (
            new PlannedShot { Index = index, Shot = new ShotFields { ShotId = $"S{index}" } },
            new ShotProgress { Index = index, ShotId = $"S{index}", Scene = 1, IsKeyframe = true, Place = ShotPlace.Ready })).ToList();
        for (var i = 0; i < 2; i++)
            await runs.AddAsync(plan, shots, default);
        var first = (await runs.FindAsync(plan, "S0", default)).ShouldNotBeNull();
        (await runs.GetAsync(plan, [0, 1], default)).Count.ShouldBe(2);
        (await runs.GetPlannedAsync(plan, [0, 1], default)).Count.ShouldBe(2);
        (await runs.TryReplaceAsync(plan, first with { Place = ShotPlace.Ended, Status = ShotStatus.Ok }, default)).ShouldBeTrue();
        (await runs.EndedAmongAsync(plan, [0, 1], default)).ShouldBe([0]);
        (await runs.ListAsync(plan, ShotPlace.Ready, -1, 10, default)).Count.ShouldBe(2);
        (await runs.AnyNeedsPersonAsync(plan, null, default)).ShouldBeFalse();
        (await runs.AnyNeedsPersonAsync(plan, 1, default)).ShouldBeFalse();
        (await runs.FindAnchorAsync(plan, 1, 2, default)).ShouldNotBeNull();
        (await runs.ReadAsync(plan, 1, 10, default)).Count.ShouldBe(2);
        (await runs.ReadPlannedAsync(plan, 1, 10, default)).Count.ShouldBe(2);
        (await runs.SumAsync(plan, default)).Open.ShouldBe(2);
        await runs.KeepUntilAsync(plan, now, default);
        await runs.KeepUntilAsync(plan, null, default);
        await runs.KeepUntilAsync(plan, now, default);
        (await runs.RemoveAsync(now.AddDays(1), 10, default)).ShouldBe(3);
    }

    private async Task DoApprovedShotsAsync(MongoApprovedShots approved)
    {
        var take = new AcceptedTake
        {
            Project = "film", EpisodeId = "e1", ShotId = "S1", Scene = 1, IsKeyframe = true, Output = "1.png", RunId = "run-1", CorrelationId = Guid.NewGuid(), Round = 1, AcceptedAt = now,
        };
        (await approved.PutAsync(take, default)).ShouldBeTrue();
        (await approved.PutAsync(take, default)).ShouldBeFalse();
        (await approved.FindBeforeAsync("film", "e1", 1, "S2", default)).ShouldBe(take);
        (await approved.WithdrawAsync("film", "e1", "S1", take.CorrelationId, 1, default)).ShouldBeTrue();
    }

    private async Task DoJudgementsAsync(MongoJudgements judgements)
    {
        var asked = new AskedJudge { Id = Guid.NewGuid(), Version = 1, ChangedAt = now };
        (await judgements.TryPutAsync(asked, default)).ShouldBeTrue();
        (await judgements.TryPutAsync(asked with { Version = 2, Answer = "{}" }, default)).ShouldBeTrue();
        (await judgements.FindAsync(asked.Id, default))!.Answer.ShouldBe("{}");
        (await judgements.RemoveAsync(now.AddDays(1), 10, default)).ShouldBe(1);
    }

    private async Task DoPausesAsync(MongoPauses pauses)
    {
        var pause = new Pause(PausedPart.Account("kling"), "Ida", null, now);
        for (var i = 0; i < 2; i++)
            await pauses.PauseAsync(pause with { Since = now.AddSeconds(i) }, default);
        (await pauses.ListAsync(default)).Count.ShouldBe(1);
        var priorities = new MongoPriorities(store);
        for (var i = 0; i < 2; i++)
            await priorities.SetAsync(new SetTakePriority("film/run-1", Shot: null, 80, "Ida", now.AddSeconds(i)), default);
        (await priorities.ListAsync(default)).Count.ShouldBe(1);
        (await priorities.RemoveAsync(now.AddDays(1), 10, default)).ShouldBe(1);
        (await pauses.ResumeAsync(pause.What, now.AddSeconds(2), default)).ShouldBeTrue();
    }

    private async Task DoFailedMessagesAsync(MongoFailedMessages failed)
    {
        foreach (var bytes in new[] { 1, 9 * 1024 * 1024 })
        {
            var message = new FailedMessage { Id = Guid.NewGuid(), Queue = "budget_error", Type = "unreadable", Cause = "", At = now, Bytes = bytes };
            await failed.TryAddAsync(message, new FailedMessageContent("{}"u8.ToArray(), new byte[bytes]), default);
            await failed.ListAsync(null, 10, default);
            await failed.ListAsync(new FailedMessagePosition(now, Guid.Empty), 10, default);
            await failed.FindAsync(message.Id, default);
            await failed.ReadAsync(message.Id, default);
            (await failed.RemoveAsync(message.Id, default)).ShouldBeTrue();
        }
    }

    private async Task DoSagasAsync(MongoSagaDocuments<Film> films)
    {
        var film = new SagaDocument<Film> { Id = Guid.NewGuid(), State = new Film(), Outbox = [Film.Message()], OutboxDueAt = now, ExpiresAt = now };
        await films.LoadAsync(film.Id, default);
        await films.TryInsertAsync(film, default);
        await films.TryReplaceAsync(film, default);
        await films.MakeUndeliveredDueAsync(now, default);
        (await films.ClaimDueAsync(now, s_minute, 10, default)).Count.ShouldBe(1);
        await films.SetAsideAsync(film.Id, "The reel is torn.", now, default);
        await DoSetAsideAsync(new MongoSetAsideSagas(store, [new SagaDocumentType("film")]));
        await films.MarkDeliveredAsync([Film.Delivery(film), new OutboxDelivery(film.Id, WholeOf: null, [Guid.NewGuid()])], default);
        (await films.ListNewestAsync(10, default)).Count.ShouldBe(1);
        (await films.RemoveExpiredAsync(now, default)).ShouldBe(1);
    }

    private async Task DoSetAsideAsync(MongoSetAsideSagas aside)
    {
        var film = (await aside.ListAsync(10, default)).ShouldHaveSingleItem();
        (await aside.PutBackAsync(film, now, default)).ShouldBeTrue();
        (await aside.RemoveAsync(film, default)).ShouldBeFalse();
    }

    private async Task DoBudgetAsync(MongoBudgetLedger ledger)
    {
        ReservationRequest Request(decimal amount) => new("film/run-1", Guid.NewGuid(), amount, EpisodeCap: 100, ShotSpent: 0, ShotCap: 100, now, s_minute);
        var (settled, refused, lapsing) = (Request(1), Request(200), Request(1));
        foreach (var request in new[] { settled, settled, refused, lapsing })
            await ledger.ReserveAsync(request, default);
        foreach (var cost in new[] { 1m, 1m, 2m })
            await ledger.SettleAsync("film/run-1", settled.ReservationId, cost, now, default);
        for (var i = 0; i < MongoBudgetLedger.MovedAtOnce; i++)
            await ledger.SettleAsync("film/run-1", Guid.NewGuid(), 0, now, default);
        await ledger.SettleAsync("film/run-1", settled.ReservationId, 3, now, default);
        await ledger.ReserveAsync(settled, default);
        await ledger.ReserveAsync(Request(1), default);
        (await ledger.ReleaseExpiredAsync(now + s_minute, 10, default)).Count.ShouldBe(2);

        // One of them was moved and then charged again, and so lies in both places.
        (await ledger.RemoveClosedAsync(now.AddDays(1), MongoBudgetLedger.MovedAtOnce * 2, default)).ShouldBe(MongoBudgetLedger.MovedAtOnce + 5);
        (await ledger.GetAsync("film/run-1", default)).ShouldBe(new AccountBalance(3, 0, 0));
    }

    private async Task DoProjectsAsync(MongoBudgetLedger ledger, MongoProjectBudgets projects)
    {
        var later = now.AddMonths(1);
        ReservationRequest Request(string run, DateTimeOffset at) => new(run, Guid.NewGuid(), 1, EpisodeCap: 100, ShotSpent: 0, ShotCap: 100, at, s_minute);
        (await projects.SetAsync(new ProjectBudget("levels", MongoHolds.MostHere * 2, BudgetPeriod.Month, "Ida", now), default)).ShouldBeTrue();
        (await projects.TopUpAsync(new ProjectTopUp("levels", Guid.NewGuid(), 1, now.AddSeconds(1)), default)).ShouldBeTrue();
        for (var run = 0; run < MongoHolds.MostHere; run++)
            await ledger.AdmitAsync(new RunAdmission($"levels/run-{run}", 1, 1, now), default);
        (await ledger.AdmitAsync(new RunAdmission("levels/other", 1, 1_000, now), default)).Outcome.ShouldBe(AdmissionOutcome.RefusedByProject);

        var (extra, open) = (Request("levels/run-0", now) with { Shot = Guid.NewGuid(), Extra = 2 }, Request("levels/lone", now));
        foreach (var request in new[] { extra, open, Request("levels/lone", later) })
            (await ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);
        foreach (var request in new[] { extra, open })
            await ledger.SettleAsync(request.Account, request.ReservationId, 1.5m, later, default);
        await ledger.CloseAsync("levels/run-0", 1, now, default);
        (await projects.ShowAsync("levels", now, 10, default)).ShouldNotBeNull().Held.ShouldBe(MongoHolds.MostHere + 2);
    }

    private async Task DoTakesAsync(MongoTakeLedger takes, MongoProviderAccounts accounts)
    {
        var take = MongoTest.NewTake();
        var result = new GenerationCompleted { CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = true, Cost = 0 };
        var (first, second) = (new TakeLease("first", now + s_minute), new TakeLease("second", now + s_minute));
        var limits = new Dictionary<string, int>(StringComparer.Ordinal) { [take.Provider!] = 10 };
        var claim = (await takes.EnqueueAsync(take, first, default)).Claim.ShouldNotBeNull();
        await takes.EnqueueAsync(take, second, default);
        (await takes.RenewAsync([claim], now, default)).ShouldBeEmpty();
        (await takes.ReleaseAsync(claim, now, default)).ShouldBeTrue();
        (await takes.CountWaitingAsync("kling", now, default)).ShouldBe(1);
        await takes.PrioritizeAsync("kling", [new SetTakePriority(take.Account, Shot: null, 80, "Ida", now), new SetTakePriority(take.Account, take.CorrelationId, 90, "Ida", now)], default);
        claim = (await takes.ClaimAsync(second, limits, PausedWork.None, now, default)).ShouldHaveSingleItem().Claim;
        (await takes.UndoSubmitAsync(claim, default)).ShouldBeTrue();
        (await takes.BeginSubmitAsync(claim, now, now + s_minute, default)).ShouldBeTrue();
        for (var i = 0; i < 2; i++)
            (await takes.RecordJobAsync(claim, "job", default)).ShouldBeTrue();
        (await takes.BeginFetchAsync(claim, default)).ShouldBeTrue();
        (await takes.EndAsync(claim, result, now, default)).ShouldBeTrue();
        (await takes.EndAsync(claim, result, now, default)).ShouldBeFalse();
        await takes.FreeClaimsAsync("kling", now, default);
        (await takes.ClaimUndeliveredAsync(now, now, 10, default)).ShouldHaveSingleItem();
        await takes.MarkDeliveredAsync([take.TakeId], default);
        (await takes.TryCancelAsync(take with { Result = result }, default)).ShouldBeFalse();
        await takes.FindAsync(take.TakeId, default);
        (await takes.TotalAsync(take.Account, default)).ShouldBe((1, KnownCost.Free));

        var one = new AccountLimits { Jobs = 1, SubmitsPerMinute = 10 };
        (await accounts.TryEnterAsync("kling", take.TakeId, one, now, default)).ShouldBeTrue();
        (await accounts.TryEnterAsync("kling", Guid.NewGuid(), one, now, default)).ShouldBeTrue("the first has ended");
        (await accounts.TryEnterAsync("kling", Guid.NewGuid(), one, now, default)).ShouldBeFalse();
        await accounts.LeaveAsync("kling", take.TakeId, default);
        (await takes.RemoveEndedAsync(now.AddDays(1), 10, default)).ShouldBe(1);
    }

    private async Task DoReviewsAsync(MongoReviewEntries reviews)
    {
        var id = Guid.NewGuid();
        var entry = new ReviewEntry
        {
            ReviewId = id,
            EnqueuedAt = now,
            Request = new EnqueueReview
            {
                CorrelationId = Guid.NewGuid(), ReviewId = id, Project = "film", RunId = "run-1", EpisodeId = "e1", ShotId = "s1",
                Reason = ReviewReason.IcuEscalated, FailureMode = "anatomy_face_merge", Attempts = [], TotalCostUsd = 1, OriginalPrompt = "two people", At = now,
            },
        };
        var decision = new ReviewDecided { CorrelationId = Guid.NewGuid(), ReviewId = id, Decision = ReviewDecision.Approve, By = "Ida", At = now };
        for (var i = 0; i < 2; i++)
            await reviews.TryAddAsync(entry, default);
        await reviews.FindAsync(id, default);
        (await reviews.FindAsync(ReviewIdRange.BeginningWith(id.ToString("N")[..4]), 10, default)).Count.ShouldBe(1);
        await reviews.ClaimAsync(id, "Ida", now, now + s_minute, default);
        (await reviews.ListOpenAsync(null, 10, default)).Entries.Count.ShouldBe(1);
        (await reviews.ListOpenAsync("film", 10, default)).Entries.Count.ShouldBe(1);
        for (var i = 0; i < 2; i++)
            await reviews.DecideAsync(decision, now, default);
        (await reviews.ListAsync("film", "run-1", default)).Count.ShouldBe(1);
        (await reviews.RemoveAsync(now.AddDays(1), now, 10, default)).ShouldBe(1);
    }
}
