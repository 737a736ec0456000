using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Recoil.Hosting.Retention;

/// <summary>Adds the removal of what is old.</summary>
public static class RetentionRegistration
{
    /// <summary>Adds the hourly removal of one kind of record.</summary>
    /// <param name="services">The services.</param>
    /// <param name="records">What is removed, in the plural.</param>
    /// <param name="age">How long it is kept.</param>
    /// <param name="remove">Removes from a store, which is a registered service, what was over before a time, so many at most, and tells how many it were.</param>
    public static IServiceCollection AddRetention<TStore>(
        this IServiceCollection services, string records, TimeSpan age, Func<TStore, DateTimeOffset, int, CancellationToken, Task<int>> remove)
        where TStore : class
    {
        services.TryAddSingleton(TimeProvider.System);

        // Not AddHostedService, which would add only one of several of a type.
        return services.AddSingleton<IHostedService>(provider =>
        {
            var store = provider.GetRequiredService<TStore>();
            Func<DateTimeOffset, int, CancellationToken, Task<int>> removeThere = (before, limit, cancellationToken) => remove(store, before, limit, cancellationToken);
            return ActivatorUtilities.CreateInstance<RetentionService>(provider, records, age, removeThere);
        });
    }
}
