using Microsoft.Extensions.DependencyInjection;
using Recoil.Providers.Accounts;
using Recoil.Providers.Vision;

namespace Recoil.Providers;

/// <summary>Puts the providers that come with Recoil.Bus into a generator.</summary>
public static class ProvidersRegistration
{
    /// <summary>Adds a provider for each account that makes takes. One without a key is added, too, and says so.</summary>
    public static IServiceCollection AddProviderAccounts(this IServiceCollection services, ProviderAccounts accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        foreach (var account in accounts.All.Where(account => ProviderTypes.Find(account.Type)!.Generates))
            services.AddSingleton(provider => ProviderTypes.Open(account, provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Adds a vision model for each account whose type has one.</summary>
    /// <param name="services">The services.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="patience">How long an answer may take; after it nobody knows whether it is charged.</param>
    public static IServiceCollection AddVisionModels(this IServiceCollection services, ProviderAccounts accounts, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        foreach (var account in accounts.All.Where(VisionModels.CanJudge))
            services.AddSingleton(provider => VisionModels.Open(account with { SubmitTimeout = patience }, provider.GetRequiredService<TimeProvider>())!);
        return services;
    }
}
