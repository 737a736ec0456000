using Microsoft.Extensions.DependencyInjection;
using Recoil.Providers.Accounts;

namespace Recoil.Providers;

/// <summary>Puts the providers that come with Recoil.Bus into a generator.</summary>
public static class ProvidersRegistration
{
    /// <summary>Adds a provider for each account. One without a key is added, too, and says so.</summary>
    public static IServiceCollection AddProviderAccounts(this IServiceCollection services, ProviderAccounts accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        foreach (var account in accounts.All)
            services.AddSingleton(provider => ProviderTypes.Open(account, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
