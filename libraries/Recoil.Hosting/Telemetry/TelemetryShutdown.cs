using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Recoil.Hosting.Telemetry;

/// <summary>The end of traces, metrics and logs.</summary>
public static class TelemetryShutdown
{
    /// <summary>How long the last export may take.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Exports what is left, all signals at once, before a host is disposed: a collector that does not answer delays the end of the process by
    /// three seconds, not by the timeout of each exporter in turn. Does nothing where there is no telemetry.
    /// </summary>
    /// <param name="services">The host's services; the host has stopped, or failed to start.</param>
    public static Task ShutDownTelemetryAsync(this IServiceProvider services)
    {
        var milliseconds = (int)Timeout.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => services.GetService<TracerProvider>()?.Shutdown(milliseconds)),
            Task.Run(() => services.GetService<MeterProvider>()?.Shutdown(milliseconds)),
            Task.Run(() => services.GetService<LoggerProvider>()?.Shutdown(milliseconds)));
    }
}
