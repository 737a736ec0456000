using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Budget;

namespace Recoil.Storage.MongoDb.Tests.Levels;

public sealed class When_an_earlier_version_kept_an_account : MongoTest
{
    private static readonly Guid s_open = new("00000000-0000-0000-0000-000000000001");

    private MongoProjectBudgets Projects => new(Store, TimeProvider.System);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Store.Database.GetCollection<BsonDocument>("accounts").InsertOneAsync(BsonDocument.Parse($$"""
            {
              _id: "{{Account}}", heldPico: NumberLong("3000000000000"), spentPico: NumberLong("1000000000000"), openCount: 1, closings: NumberLong("1"),
              moves: NumberLong("0"), nextLapse: "2031-05-06T13:00:00.0000000Z", closed: {},
              open: { "{{s_open:N}}": { amountPico: NumberLong("2000000000000"), lapsesAt: "2031-05-06T13:00:00.0000000Z" } }
            }
            """));
    }

    private async Task ShouldBeHeldAsync(decimal held, decimal spent)
    {
        var project = (await Projects.ShowAsync("film", Noon, 10, default)).ShouldNotBeNull();
        (project.Held, project.Spent, project.Runs.Sum(run => run.Hold)).ShouldBe((held, spent, held));
    }

    [Fact]
    public async Task A_cap_counts_what_it_has_spent_and_reserved()
    {
        await Projects.SetAsync(new ProjectBudget("film", 4, BudgetPeriod.Total, "Ida", Noon), default);

        await ShouldBeHeldAsync(held: 3, spent: 1);
        (await Ledger.ReserveAsync(Request(1.5m), default)).ShouldBe(ReservationOutcome.RefusedByProject);
        (await Ledger.ReserveAsync(Request(1), default)).ShouldBe(ReservationOutcome.Reserved);
        await ShouldBeHeldAsync(held: 4, spent: 1);
    }

    [Fact]
    public async Task What_was_open_is_settled()
    {
        (await Ledger.SettleAsync(Account, s_open, 1.5m, Noon, default)).ShouldBe(new Settlement(1.5m, 0.5m));

        (await Ledger.GetAsync(Account, default)).ShouldBe(new AccountBalance(2.5m, 0, 0));
        await ShouldBeHeldAsync(held: 2.5m, spent: 2.5m);
    }

    [Fact]
    public async Task What_was_open_lapses()
    {
        (await Ledger.ReleaseExpiredAsync(Noon.AddHours(1), 10, default)).ShouldHaveSingleItem().Amount.ShouldBe(2);

        await ShouldBeHeldAsync(held: 1, spent: 1);
    }

    [Fact]
    public async Task What_it_uses_from_now_on_counts_in_this_month()
    {
        await Ledger.ReserveAsync(Request(0), default);
        await Ledger.ReserveAsync(Request(1), default);
        await Ledger.SettleAsync(Account, s_open, 2, Noon, default);

        await ShouldBeHeldAsync(held: 4, spent: 3);
        await Projects.SetAsync(new ProjectBudget("film", 4, BudgetPeriod.Month, "Ida", Noon), default);
        await ShouldBeHeldAsync(held: 1, spent: 0);
    }

    [Fact]
    public async Task Its_run_is_admitted_with_what_its_cap_leaves()
    {
        (await Ledger.AdmitAsync(new RunAdmission(Account, 1, 5, Noon), default)).Outcome.ShouldBe(AdmissionOutcome.Admitted);

        await ShouldBeHeldAsync(held: 5, spent: 1);
        await Ledger.CloseAsync(Account, 1, Noon, default);
        await ShouldBeHeldAsync(held: 3, spent: 1);
    }
}
