using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget;

public abstract class When_a_shot_has_extra_money<TStore> : LedgerTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly Guid s_shot = new("00000000-0000-0000-0000-00000000000a");

    private static ReservationRequest Extra(decimal amount, decimal extra, decimal cap = 10, Guid? shot = null) =>
        Request(amount, cap) with { Shot = shot ?? s_shot, Extra = extra };

    private async Task<Guid> ReserveExtraAsync(decimal amount, decimal extra, Guid? shot = null)
    {
        var request = Extra(amount, extra, shot: shot);
        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);
        return request.ReservationId;
    }

    [Fact]
    public async Task Its_takes_draw_on_it_and_leave_the_cap_to_the_others()
    {
        await ReserveAsync(6);
        await ReserveExtraAsync(2, extra: 2);

        (await Ledger.ReserveAsync(Request(4.01m, cap: 10), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        (await Ledger.ReserveAsync(Request(4, cap: 10), default)).ShouldBe(ReservationOutcome.Reserved);

        await ShouldHoldAsync(spent: 0, reserved: 12, open: 3);
    }

    [Fact]
    public async Task Others_cannot_use_it()
    {
        await ReserveAsync(10);

        (await Ledger.ReserveAsync(Request(1, cap: 10), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        (await Ledger.ReserveAsync(Extra(1, extra: 0, shot: Guid.NewGuid()), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        (await Ledger.ReserveAsync(Extra(1, extra: 1), default)).ShouldBe(ReservationOutcome.Reserved);
    }

    [Fact]
    public async Task Beyond_it_the_cap_counts()
    {
        await ReserveAsync(9);

        (await Ledger.ReserveAsync(Extra(3.01m, extra: 2), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        (await Ledger.ReserveAsync(Extra(3, extra: 2), default)).ShouldBe(ReservationOutcome.Reserved);
        (await Ledger.ReserveAsync(Extra(0.01m, extra: 2), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
    }

    [Fact]
    public async Task It_is_used_once_and_what_is_not_spent_can_be_used_again()
    {
        await ReserveAsync(10);
        await SettleAsync(await ReserveExtraAsync(2, extra: 3), 0.5m);

        (await Ledger.ReserveAsync(Extra(2.51m, extra: 3), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        var again = await ReserveExtraAsync(2.5m, extra: 3);
        await Ledger.ReleaseExpiredAsync(Noon + Lease, 10, default);

        (await Ledger.GetAsync(Account, default)).ShouldBe(new AccountBalance(0.5m, 0, 0));
        await Ledger.ReserveAsync(Request(10, cap: 10), default);
        await ReserveExtraAsync(2.5m, extra: 3);
        await SettleAsync(again, 0.25m);
        await ShouldHoldAsync(spent: 0.75m, reserved: 12.5m, open: 2);
    }

    [Fact]
    public async Task More_of_it_adds_up_over_rounds()
    {
        await ReserveAsync(10);
        await SettleAsync(await ReserveExtraAsync(1, extra: 1), 1);
        (await Ledger.ReserveAsync(Extra(1, extra: 1), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);

        (await Ledger.ReserveAsync(Extra(1, extra: 2), default)).ShouldBe(ReservationOutcome.Reserved);
    }

    [Fact]
    public async Task What_a_take_costs_beyond_what_it_drew_counts_against_the_cap()
    {
        var id = await ReserveExtraAsync(1, extra: 1);
        await SettleAsync(id, 1.5m);
        await SettleAsync(id, 2);

        (await Ledger.ReserveAsync(Request(9.01m, cap: 10), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        (await Ledger.ReserveAsync(Request(9, cap: 10), default)).ShouldBe(ReservationOutcome.Reserved);
        await ShouldBeHeldAsync(held: 11, spent: 2);
    }

    [Fact]
    public async Task The_project_holds_it_beside_what_the_run_was_admitted_with()
    {
        await CapAsync(12);
        await AdmitAsync(10);
        var id = await ReserveExtraAsync(1.5m, extra: 3);
        await ShouldBeHeldAsync(held: 11.5m, spent: 0);

        (await Ledger.ReserveAsync(Extra(1, extra: 3), default)).ShouldBe(ReservationOutcome.RefusedByProject);
        (await Ledger.ReserveAsync(Request(10, cap: 10), default)).ShouldBe(ReservationOutcome.Reserved, "the run's own money is not eaten");

        await SettleAsync(id, 0.5m);
        await ShouldBeHeldAsync(held: 10.5m, spent: 0.5m);
    }

    [Fact]
    public async Task The_shots_own_cap_stays()
    {
        (await Ledger.ReserveAsync(Extra(2, extra: 5) with { ShotSpent = 4, ShotCap = 5 }, default)).ShouldBe(ReservationOutcome.RefusedByShot);
    }

    [Fact]
    public async Task It_is_still_known_of_reservations_that_were_closed_long_ago()
    {
        var id = await ReserveExtraAsync(2, extra: 2);
        await SettleAsync(id, 0.5m);
        for (var i = 0; i < 200; i++)
            await SettleAsync(Guid.NewGuid(), 0);

        await SettleAsync(id, 1.5m);

        await ReserveAsync(8.5m);
        (await Ledger.ReserveAsync(Extra(2.01m, extra: 2), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        (await Ledger.ReserveAsync(Extra(2, extra: 2), default)).ShouldBe(ReservationOutcome.Reserved);
    }

    [Fact]
    public async Task It_is_not_passed_by_many_at_once()
    {
        await ReserveAsync(10);

        var outcomes = await AtOnceAsync(12, _ => Ledger.ReserveAsync(Extra(0.5m, extra: 2), default));

        outcomes.Count(outcome => outcome == ReservationOutcome.Reserved).ShouldBe(4);
        await ShouldBeHeldAsync(held: 12, spent: 0);
    }
}
