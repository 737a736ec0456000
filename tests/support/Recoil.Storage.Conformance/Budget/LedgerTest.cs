using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget;

public abstract class LedgerTest<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    protected const string Account = "film/run-1";

    protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    protected IBudgetLedger Ledger => Store.Budget;

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
}
