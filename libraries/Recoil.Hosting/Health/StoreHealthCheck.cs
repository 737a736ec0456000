using Microsoft.Extensions.Diagnostics.HealthChecks;
using Recoil.Storage;
using Recoil.Storage.Budget;

namespace Recoil.Hosting.Health;

/// <summary>Whether the store answers a question.</summary>
internal sealed class StoreHealthCheck(IBudgetLedger ledger) : IHealthCheck
{
    // No account has an empty name, so this reads nothing and writes nothing, but goes all the way.
    private const string NoAccount = "";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await ledger.GetAsync(NoAccount, cancellationToken);
            return HealthCheckResult.Healthy("The store answers.");
        }
        catch (StorageUnavailableException unavailable)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, unavailable.Message);
        }
    }
}
