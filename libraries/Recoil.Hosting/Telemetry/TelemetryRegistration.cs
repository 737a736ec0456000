using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Recoil.Hosting.Settings;

namespace Recoil.Hosting.Telemetry;

/// <summary>Traces, metrics and logs by OpenTelemetry, where its environment variables ask for them.</summary>
public static class TelemetryRegistration
{
    /// <summary>
    /// Sends traces, metrics and logs to the collector that <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names. Without it, nothing listens and the bus
    /// does no extra work.
    /// </summary>
    /// <param name="services">The process's services. What they log must also go to the providers of Microsoft.Extensions.Logging.</param>
    /// <param name="service">The service's name, such as <c>budget</c>.</param>
    /// <param name="configuration">Holds the variables of OpenTelemetry, as the environment does.</param>
    /// <exception cref="InvalidSettingException">A variable asks for an exporter that this program does not have.</exception>
    public static IServiceCollection AddRecoilTelemetry(this IServiceCollection services, string service, IConfiguration configuration)
    {
        var settings = TelemetrySettings.Read(name => configuration[name]);
        if (!settings.Any)
            return services;

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(configuration);
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => ServiceResource.Describe(resource, service));
        if (settings.Traces)
            telemetry.WithTracing(traces => traces.AddSource("MassTransit", RecoilTrace.SourceName).AddProcessor(new ShotTagProcessor()).AddOtlpExporter());
        if (settings.Metrics)
            telemetry.WithMetrics(metrics => metrics.AddMeter("Recoil.*").AddRuntimeInstrumentation().AddProcessInstrumentation().AddOtlpExporter());
        if (settings.Logs)
            telemetry.WithLogging(logs => logs.AddOtlpExporter(), options => options.IncludeFormattedMessage = true);
        if (settings.Traces || settings.Metrics)
        {
            services.AddMetrics();
            services.AddSingleton<BusMetrics>();
            services.AddSingleton<BusTelemetry>();
        }

        return services;
    }
}
