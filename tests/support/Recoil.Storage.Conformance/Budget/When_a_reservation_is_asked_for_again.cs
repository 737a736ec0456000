using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget;

public abstract class When_a_reservation_is_asked_for_again<TStore> : LedgerTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task It_is_reserved_once()
    {
        var request = Request(0.6m, cap: 1);

        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);
        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);

        await ShouldHoldAsync(spent: 0, reserved: 0.6m, open: 1);
    }

    [Fact]
    public async Task It_is_reserved_once_by_many_at_once()
    {
        var request = Request(0.6m, cap: 1);
        var other = await Store.OpenAgainAsync();
        try
        {
            var outcomes = await AtOnceAsync(12, index => (index % 2 == 0 ? Store : other).Budget.ReserveAsync(request, default));

            outcomes.ShouldAllBe(outcome => outcome == ReservationOutcome.Reserved);
            await ShouldHoldAsync(spent: 0, reserved: 0.6m, open: 1);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_refusal_stands_even_when_there_is_money_by_then()
    {
        var holding = await ReserveAsync(1);
        var byEpisode = Request(0.5m, cap: 1);
        var byShot = Request(0.5m, cap: 2, shotCap: 0.4m);
        (await Ledger.ReserveAsync(byEpisode, default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        (await Ledger.ReserveAsync(byShot, default)).ShouldBe(ReservationOutcome.RefusedByShot);
        await SettleAsync(holding, 0);

        (await Ledger.ReserveAsync(byEpisode, default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        (await Ledger.ReserveAsync(byShot with { ShotCap = 10 }, default)).ShouldBe(ReservationOutcome.RefusedByShot);
        await ShouldHoldAsync(spent: 0, reserved: 0, open: 0);
    }

    [Fact]
    public async Task After_it_was_settled_the_answer_is_the_same_and_nothing_is_held()
    {
        var request = Request(0.6m);
        await Ledger.ReserveAsync(request, default);
        await SettleAsync(request.ReservationId, 0.5m);

        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);

        await ShouldHoldAsync(spent: 0.5m, reserved: 0, open: 0);
    }

    [Fact]
    public async Task Its_lease_lasts_longer_and_never_shorter()
    {
        var request = Request(0.5m);
        await Ledger.ReserveAsync(request, default);

        await Ledger.ReserveAsync(request with { Now = Noon + (Lease / 2) }, default);
        await Ledger.ReserveAsync(request with { Lease = Lease / 4 }, default);

        (await Ledger.ReleaseExpiredAsync(Noon + Lease, 10, default)).ShouldBeEmpty();
        (await Ledger.ReleaseExpiredAsync(Noon + (Lease * 1.5), 10, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_that_was_settled_is_not_opened_again()
    {
        var request = Request(0.5m);
        await Ledger.ReserveAsync(request, default);
        await Ledger.SettleAsync(Account, request.ReservationId, 0.5m, Noon, default);

        await Ledger.ReserveAsync(request, default);

        (await Ledger.GetAsync(Account, default)).Reserved.ShouldBe(0);
        (await Ledger.ReleaseExpiredAsync(Noon + Lease, 10, default)).ShouldBeEmpty();
    }
}
