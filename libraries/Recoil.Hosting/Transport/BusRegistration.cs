using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Hosting.Telemetry;
using Recoil.Hosting.Transport.Waiting;
using Recoil.Storage;

namespace Recoil.Hosting.Transport;

/// <summary>Starts the bus that the services of this process talk through.</summary>
public static class BusRegistration
{
    /// <summary>A bus inside this process. Its messages are gone when the process ends; the stores bring them back.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Adds the consumers.</param>
    /// <param name="onStoreFailure">
    /// Called when the store fails while a message is handled, for a process that ends then. Null: the failure is a fault of the message.
    /// </param>
    public static IServiceCollection AddInMemoryBus(
        this IServiceCollection services, Action<IBusRegistrationConfigurator> configure, Action<StorageUnavailableException>? onStoreFailure = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddMassTransit(bus =>
        {
            bus.ConfigureRecoil();
            if (onStoreFailure is not null)
                bus.AddConfigureEndpointsCallback((_, _, endpoint) => _ = new StoreFailing(endpoint, onStoreFailure));
            configure(bus);
            bus.UsingInMemory((context, transport) =>
            {
                transport.ConfigureJsonSerializerOptions(MessageJson.Configure);
                context.GetService<BusTelemetry>()?.Watch(transport);
                transport.ConfigureEndpoints(context);
            });
        });
    }

    /// <summary>What is the same on every transport: names of endpoints, observers where telemetry is on, and no usage telemetry to MassTransit.</summary>
    public static void ConfigureRecoil(this IBusRegistrationConfigurator bus)
    {
        bus.DisableUsageTelemetry();
        bus.SetKebabCaseEndpointNameFormatter();
        bus.AddConfigureEndpointsCallback((context, name, endpoint) => context.GetService<BusTelemetry>()?.Watch(name, endpoint));
    }
}
