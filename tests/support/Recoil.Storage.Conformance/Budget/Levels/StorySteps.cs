using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget.Levels;

/// <summary>The steps of which a story is made.</summary>
internal static class StorySteps
{
    public static readonly TimeSpan Lease = TimeSpan.FromHours(30);

    public static StoryStep Reserve(StoryShot shot, decimal amount, DateTimeOffset now)
    {
        var take = shot.Current = new StoryTake(shot, amount, shot.Extra, now + Lease);
        var request = new ReservationRequest(shot.Run.Account, take.Id, amount, StoryRun.Cap, shot.Spent, StoryShot.Cap + shot.Extra, now, Lease) { Shot = shot.Id, Extra = shot.Extra };
        var outcome = ReservationOutcome.Reserved;
        return new StoryStep($"{shot.Run.Account} reserves {amount}", async (ledger, _, end) => outcome = await ledger.ReserveAsync(request, end))
        {
            Answered = () => shot.Current = outcome != ReservationOutcome.Reserved && shot.Current == take ? null : shot.Current,
            Seen = (run, before, after) =>
            {
                if (run == shot.Run && !take.IsReserved && after.OpenReservations > before.OpenReservations)
                    take.Reserve();
            },
        };
    }

    public static StoryStep Settle(StoryTake take, decimal cost, DateTimeOffset now) =>
        new($"{take.Shot.Run.Account} settles {take.Amount} at {cost}", (ledger, _, end) => ledger.SettleAsync(take.Shot.Run.Account, take.Id, cost, now, end))
        {
            Bill = cost,
            Answered = () => take.Shot.Current = take.Shot.Current == take ? null : take.Shot.Current,
            Seen = (run, before, after) =>
            {
                if (run == take.Shot.Run && before != after)
                    take.Charge(cost);
            },
        };

    public static StoryStep Admit(StoryRun run, decimal cap, DateTimeOffset now)
    {
        var (number, outcome) = (++run.Admission, AdmissionOutcome.AlreadyClosed);
        return new StoryStep($"{run.Account} is admitted with {cap}", async (ledger, _, end) => outcome = (await ledger.AdmitAsync(new RunAdmission(run.Account, number, cap, now), end)).Outcome)
        {
            Answered = () => run.Floor = outcome == AdmissionOutcome.Admitted ? cap : run.Floor,
        };
    }

    public static StoryStep Close(StoryRun run, DateTimeOffset now)
    {
        var number = run.Admission;
        run.Floor = null;
        return new StoryStep($"{run.Account} is closed", (ledger, _, end) => ledger.CloseAsync(run.Account, number, now, end)) { Answered = () => run.Floor = null };
    }

    public static StoryStep SetCap(string project, decimal? cap, DateTimeOffset now) => new(
        $"{project} may spend {cap}",
        (_, projects, end) => projects.SetAsync(new ProjectBudget(project, cap, project == MoneyStory.Monthly ? BudgetPeriod.Month : BudgetPeriod.Total, "Ida", now), end));

    public static StoryStep TopUp(string project, DateTimeOffset now)
    {
        var topUp = new ProjectTopUp(project, Guid.NewGuid(), 3, now);
        return new StoryStep($"{project} may spend 3 more", (_, projects, end) => projects.TopUpAsync(topUp, end));
    }

    public static StoryStep Release(DateTimeOffset now) => new("what has lapsed is released", (ledger, _, end) => ledger.ReleaseExpiredAsync(now, 3, end))
    {
        Seen = (run, before, after) =>
        {
            foreach (var take in run.Takes.Where(take => take.IsOpen).OrderBy(take => take.LapsesAt).Take(before.OpenReservations - after.OpenReservations).ToList())
                take.Release();
        },
    };
}
