using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Recoil.Hosting.Telemetry;

/// <summary>Sends spans and measurements to a collector while the process runs, and what is left when it stops.</summary>
internal sealed class TelemetryExport(TelemetrySettings settings, ServiceIdentity identity) : IHostedService, IDisposable
{
    private const int FlushMilliseconds = 3000;

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // What the environment says of the resource goes before what we say.
        var resource = ResourceBuilder.CreateEmpty()
            .AddService(identity.Name, serviceNamespace: "recoil", identity.Version, autoGenerateServiceInstanceId: false, identity.Instance)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
        if (settings.Traces)
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource("MassTransit", RecoilTrace.SourceName)
                .AddProcessor(new ShotTagProcessor())
                .AddOtlpExporter()
                .Build();
        }

        if (settings.Metrics)
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter("Recoil.*").AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.Shutdown(FlushMilliseconds);
        _metrics?.Shutdown(FlushMilliseconds);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
