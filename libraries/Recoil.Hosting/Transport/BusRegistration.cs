using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Hosting.Telemetry;

namespace Recoil.Hosting.Transport;

/// <summary>Starts the bus that the services of this process talk through.</summary>
public static class BusRegistration
{
    /// <summary>A bus inside this process. Its messages are gone when the process ends; the stores bring them back.</summary>
    public static IServiceCollection AddInMemoryBus(this IServiceCollection services, Action<IBusRegistrationConfigurator> configure)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddMassTransit(bus =>
        {
            bus.ConfigureRecoil();
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
