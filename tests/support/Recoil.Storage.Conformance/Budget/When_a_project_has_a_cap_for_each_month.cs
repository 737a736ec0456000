using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget;

public abstract class When_a_project_has_a_cap_for_each_month<TStore> : LedgerTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly DateTimeOffset s_june = Noon.AddMonths(1);

    private static ReservationRequest InJune(decimal amount, string account = Account) => Request(amount, account: account) with { Now = s_june };

    [Fact]
    public async Task A_run_that_was_not_admitted_counts_in_each_month_what_it_uses_there()
    {
        await CapAsync(5, BudgetPeriod.Month);
        await SettleAsync(await ReserveAsync(4), 3);

        (await Ledger.ReserveAsync(InJune(4.5m), default)).ShouldBe(ReservationOutcome.Reserved);

        (await ShowAsync()).Held.ShouldBe(3);
        await ShouldBeHeldAsync(held: 4.5m, spent: 0, s_june);
        (await ShowAsync(s_june)).Month.ShouldBe("2031-06");
        (await Ledger.ReserveAsync(InJune(1, "film/run-2"), default)).ShouldBe(ReservationOutcome.RefusedByProject);
    }

    [Fact]
    public async Task What_was_open_when_a_month_began_counts_in_its_own()
    {
        await CapAsync(5, BudgetPeriod.Month);
        var (cheaper, dearer) = (await ReserveAsync(2), await ReserveAsync(1));
        var request = InJune(5);
        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);

        await Ledger.SettleAsync(Account, cheaper, 0.5m, s_june, default);
        await Ledger.SettleAsync(Account, dearer, 1.25m, s_june, default);

        (await ShowAsync()).Held.ShouldBe(1.75m);
        await ShouldBeHeldAsync(held: 5, spent: 0, s_june);
        await Ledger.SettleAsync(Account, request.ReservationId, 4, s_june, default);
        await ShouldBeHeldAsync(held: 4, spent: 4, s_june);
        await ShouldHoldAsync(spent: 5.75m, reserved: 0, open: 0);
    }

    [Fact]
    public async Task What_lapses_is_given_back_to_its_own_month()
    {
        await CapAsync(5, BudgetPeriod.Month);
        await ReserveAsync(2);
        await Ledger.ReserveAsync(InJune(1), default);

        (await Ledger.ReleaseExpiredAsync(s_june, 10, default)).Count.ShouldBe(1);

        (await ShowAsync()).Held.ShouldBe(0);
        await ShouldBeHeldAsync(held: 1, spent: 0, s_june);
    }

    [Fact]
    public async Task An_admitted_run_counts_where_it_was_admitted_until_it_is_closed()
    {
        await CapAsync(5, BudgetPeriod.Month);
        await AdmitAsync(5);

        (await Ledger.ReserveAsync(InJune(2), default)).ShouldBe(ReservationOutcome.Reserved);
        (await ShowAsync()).Held.ShouldBe(5);
        (await ShowAsync(s_june)).Held.ShouldBe(0);

        await CloseAsync();
        (await Ledger.ReserveAsync(InJune(3), default)).ShouldBe(ReservationOutcome.Reserved);
        (await ShowAsync()).Held.ShouldBe(2);
        await ShouldBeHeldAsync(held: 3, spent: 0, s_june);
    }

    [Fact]
    public async Task A_run_that_is_admitted_again_in_a_later_month_holds_there_what_its_cap_leaves()
    {
        await CapAsync(6, BudgetPeriod.Month);
        await AdmitAsync(5);
        await SettleAsync(await ReserveAsync(2), 2);
        var open = await ReserveAsync(1);
        await CloseAsync();

        (await AdmitAsync(5, number: 2, now: s_june)).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        await ShouldBeHeldAsync(held: 2, spent: 0, s_june);

        await Ledger.SettleAsync(Account, open, 0, s_june, default);
        (await ShowAsync()).Held.ShouldBe(2);
        await ShouldBeHeldAsync(held: 2, spent: 0, s_june);
        await Ledger.ReserveAsync(InJune(2), default);
        await ShouldBeHeldAsync(held: 2, spent: 0, s_june);

        await CloseAsync(number: 2);
        await CapAsync(100, BudgetPeriod.Total, second: 1);
        await ShouldBeHeldAsync(held: 4, spent: 2);
    }

    [Fact]
    public async Task What_is_added_is_for_the_month_in_which_it_is_given()
    {
        await CapAsync(5, BudgetPeriod.Month);

        await Projects.TopUpAsync(new ProjectTopUp(Project, Guid.NewGuid(), 2, s_june), default);

        (await ShowAsync()).Cap.ShouldBe(5);
        (await ShowAsync(s_june)).Cap.ShouldBe(7);
        (await Ledger.ReserveAsync(InJune(7), default)).ShouldBe(ReservationOutcome.Reserved);
        (await Ledger.ReserveAsync(Request(5.5m, account: "film/run-2"), default)).ShouldBe(ReservationOutcome.RefusedByProject);
    }

    [Fact]
    public async Task A_clock_that_is_behind_leaves_a_run_in_its_month()
    {
        await CapAsync(5, BudgetPeriod.Month);
        await Ledger.ReserveAsync(InJune(1), default);

        await Ledger.ReserveAsync(Request(2), default);

        (await ShowAsync()).Held.ShouldBe(0);
        await ShouldBeHeldAsync(held: 3, spent: 0, s_june);
    }

    [Fact]
    public async Task A_bill_that_comes_late_counts_where_its_run_is()
    {
        await CapAsync(5, BudgetPeriod.Month);
        var id = await ReserveAsync(1);
        await SettleAsync(id, 1);
        await Ledger.ReserveAsync(InJune(1), default);

        await Ledger.SettleAsync(Account, id, 1.5m, s_june, default);

        (await ShowAsync()).Held.ShouldBe(1);
        await ShouldBeHeldAsync(held: 1.5m, spent: 0.5m, s_june);
    }

    [Fact]
    public async Task A_run_that_reserves_at_once_as_a_month_begins_keeps_both_caps()
    {
        await CapAsync(3, BudgetPeriod.Month);
        for (var i = 0; i < 4; i++)
            await ReserveAsync(0.5m);
        var other = await Store.OpenAgainAsync();
        try
        {
            var outcomes = await AtOnceAsync(16, index => (index % 2 == 0 ? Store : other).Budget.ReserveAsync(index % 4 < 2 ? InJune(0.5m) : Request(0.5m), default));

            var (may, june) = (await ShowAsync(), await ShowAsync(s_june));
            may.Held.ShouldBeInRange(2, 3);
            june.Held.ShouldBe(3);
            outcomes.Count(outcome => outcome == ReservationOutcome.Reserved).ShouldBe((int)((may.Held + june.Held - 2) / 0.5m));
            (await Ledger.GetAsync(Account, default)).Reserved.ShouldBe(may.Held + june.Held);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }
}
