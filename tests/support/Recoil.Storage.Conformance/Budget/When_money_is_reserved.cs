using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget;

public abstract class When_money_is_reserved<TStore> : LedgerTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task The_account_holds_it()
    {
        await ShouldHoldAsync(spent: 0, reserved: 0, open: 0);

        await ReserveAsync(0.1m);
        await ReserveAsync(0.2m);

        await ShouldHoldAsync(spent: 0, reserved: 0.3m, open: 2);
    }

    [Theory]
    [InlineData("0.7", ReservationOutcome.Reserved)]
    [InlineData("0.700000001", ReservationOutcome.Reserved)]
    [InlineData("0.7000000011", ReservationOutcome.RefusedByEpisode)]
    [InlineData("0.700000002", ReservationOutcome.RefusedByEpisode)]
    public async Task The_cap_may_be_reached_but_not_passed_by_more_than_a_billionth(string amount, ReservationOutcome outcome)
    {
        await SettleAsync(await ReserveAsync(0.1m), 0.1m);
        await ReserveAsync(0.2m);

        (await Ledger.ReserveAsync(Request(decimal.Parse(amount), cap: 1), default)).ShouldBe(outcome);
    }

    [Theory]
    [InlineData("0.25", ReservationOutcome.Reserved)]
    [InlineData("0.250000001", ReservationOutcome.Reserved)]
    [InlineData("0.250000002", ReservationOutcome.RefusedByShot)]
    public async Task A_shot_may_reach_its_own_cap_but_not_pass_it(string amount, ReservationOutcome outcome) =>
        (await Ledger.ReserveAsync(Request(decimal.Parse(amount), shotSpent: 0.5m, shotCap: 0.75m), default)).ShouldBe(outcome);

    [Fact]
    public async Task The_episode_is_asked_before_the_shot() =>
        (await Ledger.ReserveAsync(Request(2, cap: 1, shotCap: 1), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);

    [Fact]
    public async Task A_refusal_holds_nothing()
    {
        await Ledger.ReserveAsync(Request(2, cap: 1), default);
        await Ledger.ReserveAsync(Request(2, shotCap: 1), default);

        await ShouldHoldAsync(spent: 0, reserved: 0, open: 0);
    }

    [Fact]
    public async Task What_costs_nothing_is_reserved_even_where_bills_went_beyond_every_cap()
    {
        await SettleAsync(await ReserveAsync(1), 5);

        (await Ledger.ReserveAsync(Request(0, cap: 4, shotSpent: 5, shotCap: 4), default)).ShouldBe(ReservationOutcome.Reserved);
        (await Ledger.ReserveAsync(Request(0, cap: 0, shotCap: 0), default)).ShouldBe(ReservationOutcome.Reserved);
        (await Ledger.ReserveAsync(Request(0, cap: 0, shotCap: 0, account: "film/new"), default)).ShouldBe(ReservationOutcome.Reserved);
        (await Ledger.ReserveAsync(Request(0.000000000001m, cap: 4), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        await ShouldHoldAsync(spent: 5, reserved: 0, open: 2);
    }

    [Fact]
    public async Task Nothing_can_be_reserved_from_a_spent_account_but_nothing()
    {
        await SettleAsync(await ReserveAsync(1), 5);

        (await Ledger.ReserveAsync(Request(0.01m, cap: 5), default)).ShouldBe(ReservationOutcome.RefusedByEpisode);
        (await Ledger.ReserveAsync(Request(0, cap: 5), default)).ShouldBe(ReservationOutcome.Reserved);
    }

    [Fact]
    public async Task Accounts_are_kept_apart()
    {
        await ReserveAsync(1);

        (await Ledger.ReserveAsync(Request(1, cap: 1, account: "film/run-2"), default)).ShouldBe(ReservationOutcome.Reserved);

        await ShouldHoldAsync(spent: 0, reserved: 1, open: 1);
    }

    [Fact]
    public async Task Nine_decimals_add_up_exactly()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 30; i++)
            ids.Add(await ReserveAsync(0.000000001m));
        await ReserveAsync(123_456.789012345m);

        await ShouldHoldAsync(spent: 0, reserved: 123_456.789012375m, open: 31);

        foreach (var id in ids)
            await SettleAsync(id, 0.000000003m);

        await ShouldHoldAsync(spent: 0.00000009m, reserved: 123_456.789012345m, open: 1);
    }

    [Fact]
    public async Task A_cap_may_be_as_large_as_a_number_gets() =>
        (await Ledger.ReserveAsync(Request(1, cap: decimal.MaxValue, shotCap: decimal.MaxValue), default)).ShouldBe(ReservationOutcome.Reserved);

    [Fact]
    public async Task A_negative_amount_is_an_error()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Ledger.ReserveAsync(Request(-1), default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => SettleAsync(Guid.NewGuid(), -1));
    }

    [Fact]
    public async Task The_cap_is_not_passed_by_many_at_once()
    {
        var other = await Store.OpenAgainAsync();
        try
        {
            var outcomes = await AtOnceAsync(24, async index =>
            {
                var ledger = (index % 2 == 0 ? Store : other).Budget;
                var mine = new List<ReservationOutcome>();
                for (var i = 0; i < 4; i++)
                    mine.Add(await ledger.ReserveAsync(Request(0.1m, cap: 2), default));

                return mine;
            });

            outcomes.SelectMany(mine => mine).Count(outcome => outcome == ReservationOutcome.Reserved).ShouldBe(20);
            await ShouldHoldAsync(spent: 0, reserved: 2, open: 20);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }
}
