using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget;

public abstract class When_a_lease_has_passed<TStore> : LedgerTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task The_money_is_released_and_named()
    {
        var id = await ReserveAsync(0.5m);

        (await Ledger.ReleaseExpiredAsync(Noon + Lease - TimeSpan.FromMilliseconds(1), 10, default)).ShouldBeEmpty();
        (await Ledger.ReleaseExpiredAsync(Noon + Lease, 10, default)).ShouldBe([new ExpiredReservation(Account, id, 0.5m)]);
        (await Ledger.ReleaseExpiredAsync(Noon + Lease, 10, default)).ShouldBeEmpty();

        await ShouldHoldAsync(spent: 0, reserved: 0, open: 0);
    }

    [Fact]
    public async Task Settled_and_refused_reservations_are_not_released()
    {
        await SettleAsync(await ReserveAsync(0.5m), 0.5m);
        await SettleAsync(Guid.NewGuid(), 0.25m);
        await Ledger.ReserveAsync(Request(5, cap: 1), default);

        (await Ledger.ReleaseExpiredAsync(Noon + Lease, 10, default)).ShouldBeEmpty();

        await ShouldHoldAsync(spent: 0.75m, reserved: 0, open: 0);
    }

    [Fact]
    public async Task Settling_still_charges()
    {
        var id = await ReserveAsync(0.5m);
        await Ledger.ReleaseExpiredAsync(Noon + Lease, 10, default);

        await SettleAsync(id, 0.4m);

        await ShouldHoldAsync(spent: 0.4m, reserved: 0, open: 0);
    }

    [Fact]
    public async Task Asking_again_gives_the_first_answer()
    {
        var request = Request(0.5m);
        await Ledger.ReserveAsync(request, default);
        await Ledger.ReleaseExpiredAsync(Noon + Lease, 10, default);

        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);

        await ShouldHoldAsync(spent: 0, reserved: 0, open: 0);
    }

    [Fact]
    public async Task No_more_than_asked_for_are_released()
    {
        for (var i = 0; i < 5; i++)
            await ReserveAsync(1);

        (await Ledger.ReleaseExpiredAsync(Noon + Lease, 3, default)).Count.ShouldBe(3);
        await ShouldHoldAsync(spent: 0, reserved: 2, open: 2);
        (await Ledger.ReleaseExpiredAsync(Noon + Lease, 3, default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Each_is_released_by_one_of_many()
    {
        for (var i = 0; i < 20; i++)
            await ReserveAsync(0.1m);
        var other = await Store.OpenAgainAsync();
        try
        {
            var released = await AtOnceAsync(6, index => (index % 2 == 0 ? Store : other).Budget.ReleaseExpiredAsync(Noon + Lease, 20, default));

            released.Sum(lapsed => lapsed.Count).ShouldBe(20);
            await ShouldHoldAsync(spent: 0, reserved: 0, open: 0);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_lease_without_end_never_passes()
    {
        await Ledger.ReserveAsync(Request(1) with { Lease = TimeSpan.MaxValue }, default);

        (await Ledger.ReleaseExpiredAsync(Noon.AddYears(1000), 10, default)).ShouldBeEmpty();
    }
}
