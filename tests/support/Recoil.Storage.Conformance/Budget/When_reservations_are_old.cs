using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Budget;

public abstract class When_reservations_are_old<TStore> : LedgerTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly DateTimeOffset s_later = Noon.AddDays(100);

    [Fact]
    public async Task Closed_ones_are_removed_and_what_was_spent_stays()
    {
        var refused = Request(5, cap: 1);
        (await Ledger.ReserveAsync(refused, default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        await SettleAsync(await ReserveAsync(0.5m), 0.25m);
        await SettleAsync(Guid.NewGuid(), 0.5m);
        await ReserveAsync(1);
        await Ledger.ReleaseExpiredAsync(Noon + Lease, 10, default);

        (await Ledger.RemoveClosedAsync(Noon, 10, default)).ShouldBe(0);
        (await Ledger.RemoveClosedAsync(s_later, 10, default)).ShouldBe(4);

        (await Ledger.RemoveClosedAsync(s_later, 10, default)).ShouldBe(0);
        (await Ledger.ReserveAsync(refused with { EpisodeCap = 100 }, default)).ShouldBe(ReservationOutcome.Reserved, "nothing is known of it any more");
        await ShouldHoldAsync(spent: 0.75m, reserved: 5, open: 1);
    }

    [Fact]
    public async Task Open_ones_stay_however_old_they_are()
    {
        var id = await ReserveAsync(0.5m);
        await SettleAsync(await ReserveAsync(0.5m), 0.5m);

        (await Ledger.RemoveClosedAsync(s_later, 10, default)).ShouldBe(1);

        await ShouldHoldAsync(spent: 0.5m, reserved: 0.5m, open: 1);
        await SettleAsync(id, 0.4m);
        await ShouldHoldAsync(spent: 0.9m, reserved: 0, open: 0);
    }

    [Fact]
    public async Task What_was_closed_or_charged_later_stays()
    {
        var (released, settled, both) = (await ReserveAsync(0.5m), await ReserveAsync(0.5m), await ReserveAsync(0.5m));
        await Ledger.SettleAsync(Account, both, 0.1m, Noon, default);
        await Ledger.SettleAsync(Account, both, 0.2m, s_later, default);
        await Ledger.SettleAsync(Account, settled, 0.1m, s_later, default);
        await Ledger.ReleaseExpiredAsync(s_later, 10, default);

        (await Ledger.RemoveClosedAsync(s_later, 10, default)).ShouldBe(0);

        foreach (var id in new[] { released, settled, both })
            await SettleAsync(id, 0.3m);
        await ShouldHoldAsync(spent: 0.9m, reserved: 0, open: 0);
    }

    [Fact]
    public async Task Those_whose_take_is_known_stay()
    {
        var id = await ReserveAsync(0.5m);
        await SettleAsync(id, 0.5m);
        var take = new TakeRecord
        {
            TakeId = id, CorrelationId = Guid.NewGuid(), Account = Account, QueuedAt = Noon,
            Result = new GenerationCompleted { CorrelationId = Guid.NewGuid(), TakeId = id, Success = false, Cost = 0 },
        };
        (await Store.Takes.TryCancelAsync(take, default)).ShouldBeTrue();

        (await Ledger.RemoveClosedAsync(s_later, 10, default)).ShouldBe(0, "its settlement may come again");
        (await Store.Takes.RemoveEndedAsync(s_later, 10, default)).ShouldBe(1);

        (await Ledger.RemoveClosedAsync(s_later, 10, default)).ShouldBe(1);
        await ShouldHoldAsync(spent: 0.5m, reserved: 0, open: 0);
    }

    [Fact]
    public async Task Any_number_of_them_goes()
    {
        const int Many = 300;
        for (var i = 0; i < Many; i++)
            await Ledger.SettleAsync(i % 3 == 0 ? Account : "film/run-2", Guid.NewGuid(), 0.01m, Noon, default);

        var removed = 0;
        for (var last = 1; last > 0; removed += last)
            last = await Ledger.RemoveClosedAsync(s_later, 50, default);

        removed.ShouldBe(Many);
        await ShouldHoldAsync(spent: 1, reserved: 0, open: 0);
        (await Ledger.GetAsync("film/run-2", default)).ShouldBe(new AccountBalance(2, 0, 0));
    }

    [Fact]
    public async Task A_limit_below_one_is_an_error() =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Ledger.RemoveClosedAsync(Noon, 0, default));
}
