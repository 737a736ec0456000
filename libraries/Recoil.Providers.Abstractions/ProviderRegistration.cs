using Microsoft.Extensions.DependencyInjection;

namespace Recoil.Providers;

/// <summary>Puts providers into a generator.</summary>
public static class ProviderRegistration
{
    /// <summary>Adds a provider that is made from the process's services.</summary>
    public static IServiceCollection AddProvider<T>(this IServiceCollection services) where T : class, IGenerationProvider =>
        services.AddSingleton<IGenerationProvider, T>();
}
