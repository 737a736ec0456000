using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget;

public abstract class LedgerTest<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    protected const string Account = "film/run-1";

    protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    protected const string Project = "film";

    protected IBudgetLedger Ledger => Store.Budget;

    protected IProjectBudgets Projects => Store.Projects;

    protected static ReservationRequest Request(
        decimal amount, decimal cap = 1_000_000, Guid? id = null, decimal shotSpent = 0, decimal shotCap = 1_000_000, string account = Account) =>
        new(account, id ?? Guid.NewGuid(), amount, cap, shotSpent, shotCap, Noon, Lease);

    protected async Task<Guid> ReserveAsync(decimal amount)
    {
        var request = Request(amount);
        (await Ledger.ReserveAsync(request, default)).ShouldBe(ReservationOutcome.Reserved);
        return request.ReservationId;
    }

    protected Task SettleAsync(Guid id, decimal cost) => Ledger.SettleAsync(Account, id, cost, Noon, default);

    protected async Task ShouldHoldAsync(decimal spent, decimal reserved, int open) =>
        (await Ledger.GetAsync(Account, default)).ShouldBe(new AccountBalance(spent, reserved, open));

    protected async Task CapAsync(decimal? cap, BudgetPeriod period = BudgetPeriod.Total, int second = 0) =>
        (await Projects.SetAsync(new ProjectBudget(Project, cap, period, "Ida", Noon.AddSeconds(second)), default)).ShouldBeTrue();

    protected Task<AdmissionResult> AdmitAsync(decimal cap, int number = 1, string account = Account, DateTimeOffset? now = null) =>
        Ledger.AdmitAsync(new RunAdmission(account, number, cap, now ?? Noon), default);

    protected Task CloseAsync(int number = 1, string account = Account) => Ledger.CloseAsync(account, number, Noon, default);

    protected async Task<ProjectBalance> ShowAsync(DateTimeOffset? now = null, int runs = 1_000) =>
        (await Projects.ShowAsync(Project, now ?? Noon, runs, default)).ShouldNotBeNull();

    /// <summary>The project holds so much, and the holds of its runs come to the same.</summary>
    protected async Task ShouldBeHeldAsync(decimal held, decimal spent, DateTimeOffset? now = null)
    {
        var project = await ShowAsync(now);
        (project.Held, project.Spent).ShouldBe((held, spent));
        project.Runs.Sum(run => run.Hold).ShouldBe(held);
    }
}
