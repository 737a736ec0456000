using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget;

public abstract class When_a_project_has_a_cap<TStore> : LedgerTest<TStore> where TStore : IStoreUnderTest, new()
{
    private ProjectTopUp TopUp(decimal amount, int second, Guid? id = null) => new(Project, id ?? Guid.NewGuid(), amount, Noon.AddSeconds(second));

    [Fact]
    public async Task Runs_reserve_until_it_is_reached_and_what_comes_back_is_free_again()
    {
        await CapAsync(3);
        var first = await ReserveAsync(2);
        (await Ledger.ReserveAsync(Request(1, account: "film/run-2"), default)).ShouldBe(ReservationOutcome.Reserved);

        (await Ledger.ReserveAsync(Request(0.01m, account: "film/run-3"), default)).ShouldBe(ReservationOutcome.RefusedByProject);
        (await Ledger.ReserveAsync(Request(0.01m), default)).ShouldBe(ReservationOutcome.RefusedByProject);
        (await ShowAsync()).Free.ShouldBe(0);

        await SettleAsync(first, 0.5m);
        (await ShowAsync()).Free.ShouldBe(1.5m);
        (await Ledger.ReserveAsync(Request(1.5m, account: "film/run-3"), default)).ShouldBe(ReservationOutcome.Reserved);
        await ShouldBeHeldAsync(held: 3, spent: 0.5m);
    }

    [Fact]
    public async Task Other_projects_go_on()
    {
        await CapAsync(0);

        (await Ledger.ReserveAsync(Request(1, account: "films/run-1"), default)).ShouldBe(ReservationOutcome.Reserved);
        (await Ledger.ReserveAsync(Request(1, account: "film0/run-1"), default)).ShouldBe(ReservationOutcome.Reserved);

        await ShouldBeHeldAsync(held: 0, spent: 0);
    }

    [Fact]
    public async Task A_refusal_by_it_stands_and_holds_nothing()
    {
        await CapAsync(1);
        var request = Request(2);
        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.RefusedByProject);
        await CapAsync(100, second: 1);

        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.RefusedByProject);

        await ShouldHoldAsync(spent: 0, reserved: 0, open: 0);
        await ShouldBeHeldAsync(held: 0, spent: 0);
    }

    [Fact]
    public async Task The_episode_and_the_shot_are_asked_before_it()
    {
        await CapAsync(1);

        (await Ledger.ReserveAsync(Request(2, cap: 1), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        (await Ledger.ReserveAsync(Request(2, shotCap: 1), default)).ShouldBe(ReservationOutcome.RefusedByShot);
    }

    [Fact]
    public async Task What_costs_nothing_is_reserved_even_where_nothing_is_left()
    {
        await SettleAsync(await ReserveAsync(1), 2);
        await CapAsync(0);

        (await Ledger.ReserveAsync(Request(0), default)).ShouldBe(ReservationOutcome.Reserved);
        (await Ledger.ReserveAsync(Request(0, account: "film/new"), default)).ShouldBe(ReservationOutcome.Reserved);
        (await AdmitAsync(0, account: "film/admitted")).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        await ShouldBeHeldAsync(held: 2, spent: 2);
    }

    [Fact]
    public async Task Bills_beyond_it_are_counted_and_stop_what_comes()
    {
        await CapAsync(2);
        var id = await ReserveAsync(1);

        await SettleAsync(id, 3);
        await SettleAsync(id, 3.5m);
        await Ledger.SettleAsync("film/run-2", Guid.NewGuid(), 1, Noon, default);

        await ShouldBeHeldAsync(held: 4.5m, spent: 4.5m);
        (await Ledger.ReserveAsync(Request(0.01m), default)).ShouldBe(ReservationOutcome.RefusedByProject);
    }

    [Fact]
    public async Task What_lapses_is_free_again()
    {
        await CapAsync(2);
        await ReserveAsync(1);
        await ReserveAsync(1);

        (await Ledger.ReleaseExpiredAsync(Noon + Lease, 10, default)).Count.ShouldBe(2);

        await ShouldBeHeldAsync(held: 0, spent: 0);
    }

    [Fact]
    public async Task The_newest_cap_counts_with_what_was_added_since_in_whatever_order_they_come()
    {
        var (old, added, newer, later) = (
            new ProjectBudget(Project, 100, BudgetPeriod.Total, "Ida", Noon), TopUp(25, second: 1),
            new ProjectBudget(Project, 50, BudgetPeriod.Total, "Jun", Noon.AddSeconds(2)), TopUp(5, second: 3));

        (await Projects.TopUpAsync(later, default)).ShouldBeTrue();
        (await ShowAsync()).Cap.ShouldBeNull();
        (await Projects.SetAsync(old, default)).ShouldBeTrue();
        (await Projects.TopUpAsync(added, default)).ShouldBeTrue();
        (await Projects.TopUpAsync(added, default)).ShouldBeFalse();
        (await ShowAsync()).Cap.ShouldBe(130);
        (await Projects.SetAsync(newer, default)).ShouldBeTrue();
        (await Projects.SetAsync(newer, default)).ShouldBeFalse();
        (await Projects.SetAsync(old, default)).ShouldBeFalse();
        (await Projects.TopUpAsync(added, default)).ShouldBeFalse();
        (await Projects.TopUpAsync(later, default)).ShouldBeFalse();

        var shown = await ShowAsync();
        (shown.Cap, shown.SetBy, shown.SetAt).ShouldBe((55, "Jun", Noon.AddSeconds(2)));
    }

    [Fact]
    public async Task It_can_be_taken_away_and_then_nothing_is_refused()
    {
        await CapAsync(1);
        await CapAsync(null, second: 1);

        await ReserveAsync(500_000);

        var shown = await ShowAsync();
        (shown.Cap, shown.Free).ShouldBe((null, null));
        await ShouldBeHeldAsync(held: 500_000, spent: 0);
    }

    [Fact]
    public async Task One_below_what_runs_hold_takes_nothing_back()
    {
        await AdmitAsync(5);
        await CapAsync(1);

        (await Ledger.ReserveAsync(Request(5), default)).ShouldBe(ReservationOutcome.Reserved);
        (await AdmitAsync(1, account: "film/run-2")).ShouldBe(new AdmissionResult(AdmissionOutcome.RefusedByProject, Free: 0));
        await ShouldBeHeldAsync(held: 5, spent: 0);
    }

    [Fact]
    public async Task The_largest_holds_are_shown_first()
    {
        foreach (var (run, amount) in new[] { ("small", 1m), ("large", 3m), ("middle", 2m) })
            await Ledger.ReserveAsync(Request(amount, account: $"film/{run}"), default);
        await Ledger.SettleAsync("film/large", Guid.NewGuid(), 0.5m, Noon, default);

        (await ShowAsync(runs: 2)).Runs.ShouldBe([new RunBalance("film/large", 3.5m, 0.5m), new RunBalance("film/middle", 2, 0)]);
    }

    [Fact]
    public async Task Nothing_is_shown_of_a_project_that_nobody_knows() => (await Projects.ShowAsync("nobody", Noon, 10, default)).ShouldBeNull();

    [Fact]
    public async Task It_is_reached_and_not_passed_by_runs_that_reserve_at_once()
    {
        await CapAsync(10);
        var other = await Store.OpenAgainAsync();
        try
        {
            var outcomes = await AtOnceAsync(24, async index =>
            {
                var ledger = (index % 2 == 0 ? Store : other).Budget;
                var mine = new List<ReservationOutcome>();
                for (var i = 0; i < 3; i++)
                    mine.Add(await ledger.ReserveAsync(Request(0.5m, account: $"film/run-{index % 4}"), default));
                return mine;
            });

            outcomes.SelectMany(mine => mine).Count(outcome => outcome == ReservationOutcome.Reserved).ShouldBe(20);
            await ShouldBeHeldAsync(held: 10, spent: 0);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_is_kept_at_every_moment_while_takes_are_reserved_and_settled()
    {
        const decimal Cap = 4;
        await CapAsync(Cap);
        using var over = new CancellationTokenSource();
        var most = Task.Run(async () =>
        {
            var seen = 0m;
            while (!over.IsCancellationRequested)
                seen = Math.Max(seen, (await ShowAsync()).Held);
            return seen;
        });

        var spent = (await AtOnceAsync(8, async index =>
        {
            var (account, mine) = ($"film/run-{index % 3}", 0m);
            for (var i = 0; i < 12; i++)
            {
                var request = Request(0.5m, account: account);
                if (await Ledger.ReserveAsync(request, default) != ReservationOutcome.Reserved)
                    continue;
                await Ledger.SettleAsync(account, request.ReservationId, 0.125m, Noon, default);
                mine += 0.125m;
            }

            return mine;
        })).Sum();
        await over.CancelAsync();

        (await most).ShouldBeInRange(0.5m, Cap);
        spent.ShouldBeGreaterThan(1);
        await ShouldBeHeldAsync(held: spent, spent);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1000000001")]
    public async Task A_cap_out_of_range_is_an_error(string cap)
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => CapAsync(decimal.Parse(cap)));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Projects.TopUpAsync(TopUp(decimal.Parse(cap), second: 1), default));
    }
}
