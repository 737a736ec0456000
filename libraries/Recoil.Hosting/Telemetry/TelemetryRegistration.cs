using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Hosting.Settings;

namespace Recoil.Hosting.Telemetry;

/// <summary>Traces and metrics by OpenTelemetry, where its environment variables ask for them.</summary>
public static class TelemetryRegistration
{
    /// <summary>
    /// Sends traces and metrics to the collector that <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names. Without it nothing listens and the bus
    /// has no more to do. To be called before the bus is added, so that what happens while it stops is sent, too.
    /// </summary>
    /// <param name="services">The process's services.</param>
    /// <param name="service">The service's name, such as <c>budget</c>.</param>
    /// <exception cref="InvalidSettingException">A variable asks for what this program cannot do.</exception>
    public static IServiceCollection AddRecoilTelemetry(this IServiceCollection services, string service)
    {
        var settings = TelemetrySettings.Read(Environment.GetEnvironmentVariable);
        if (!settings.Any)
            return services;

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(ServiceIdentity.Of(service, Environment.GetEnvironmentVariable));
        services.AddSingleton<BusMetrics>();
        services.AddSingleton<BusTelemetry>();
        services.AddHostedService<TelemetryExport>();
        return services;
    }
}
