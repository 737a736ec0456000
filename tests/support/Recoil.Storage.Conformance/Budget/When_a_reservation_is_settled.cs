using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget;

public abstract class When_a_reservation_is_settled<TStore> : LedgerTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task What_was_reserved_becomes_what_was_spent()
    {
        await ReserveAsync(0.3m);
        await SettleAsync(await ReserveAsync(0.5m), 0.4m);

        await ShouldHoldAsync(spent: 0.4m, reserved: 0.3m, open: 1);
    }

    [Fact]
    public async Task Nothing_spent_releases_it()
    {
        await SettleAsync(await ReserveAsync(0.5m), 0);

        await ShouldHoldAsync(spent: 0, reserved: 0, open: 0);
    }

    [Fact]
    public async Task It_may_cost_more_than_the_cap()
    {
        var request = Request(1, cap: 1);
        await Ledger.ReserveAsync(request, default);

        await SettleAsync(request.ReservationId, 7);

        await ShouldHoldAsync(spent: 7, reserved: 0, open: 0);
    }

    [Fact]
    public async Task Again_with_the_same_or_a_lower_cost_nothing_changes()
    {
        var id = await ReserveAsync(0.5m);
        await SettleAsync(id, 0.4m);

        await SettleAsync(id, 0.4m);
        await SettleAsync(id, 0);

        await ShouldHoldAsync(spent: 0.4m, reserved: 0, open: 0);
    }

    [Fact]
    public async Task Again_with_a_higher_cost_the_difference_is_charged()
    {
        var id = await ReserveAsync(0.5m);
        await SettleAsync(id, 0);

        await SettleAsync(id, 0.4m);
        await SettleAsync(id, 0.9m);
        await SettleAsync(id, 0.6m);

        await ShouldHoldAsync(spent: 0.9m, reserved: 0, open: 0);
    }

    [Fact]
    public async Task It_returns_what_moved()
    {
        var id = await ReserveAsync(0.5m);

        (await Ledger.SettleAsync(Account, id, 0.4m, Noon, default)).ShouldBe(new Settlement(Charged: 0.4m, Released: 0.1m));
        (await Ledger.SettleAsync(Account, id, 0.4m, Noon, default)).ShouldBe(default);
        (await Ledger.SettleAsync(Account, id, 0.6m, Noon, default)).ShouldBe(new Settlement(Charged: 0.2m, Released: 0));
        (await Ledger.SettleAsync(Account, Guid.NewGuid(), 0.3m, Noon, default)).ShouldBe(new Settlement(Charged: 0.3m, Released: 0));
    }

    [Fact]
    public async Task By_many_at_once_it_is_charged_once()
    {
        var id = await ReserveAsync(0.5m);
        var other = await Store.OpenAgainAsync();
        try
        {
            await AtOnceAsync(12, async index =>
            {
                await (index % 2 == 0 ? Store : other).Budget.SettleAsync(Account, id, 0.1m * (index + 1), Noon, default);
                return true;
            });

            await ShouldHoldAsync(spent: 1.2m, reserved: 0, open: 0);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task Before_it_was_asked_for_it_is_charged_and_then_refused()
    {
        var request = Request(0.5m);
        await SettleAsync(request.ReservationId, 0.2m);
        await ShouldHoldAsync(spent: 0.2m, reserved: 0, open: 0);

        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.AlreadySettled);
        await SettleAsync(request.ReservationId, 0.3m);

        await ShouldHoldAsync(spent: 0.3m, reserved: 0, open: 0);
    }

    [Fact]
    public async Task A_refused_one_that_was_paid_nevertheless_is_charged()
    {
        var request = Request(2, cap: 1);
        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.RefusedByEpisode);

        await SettleAsync(request.ReservationId, 0.4m);

        await ShouldHoldAsync(spent: 0.4m, reserved: 0, open: 0);
    }
}
