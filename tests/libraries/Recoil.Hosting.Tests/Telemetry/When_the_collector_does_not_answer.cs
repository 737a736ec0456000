using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Hosting.Telemetry;

namespace Recoil.Hosting.Tests.Telemetry;

public sealed class When_the_collector_does_not_answer
{
    [Fact]
    public async Task The_process_ends_without_waiting_for_each_signal_in_turn()
    {
        // Connections are accepted by the system and never read.
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{collector.LocalEndpoint}")]);
        builder.Services.AddLogging().AddRecoilTelemetry("budget", builder.Configuration);
        var host = builder.Build();
        await host.StartAsync();
        host.Services.GetRequiredService<ILogger<TelemetrySettings>>().LogError("A record to export");
        using (RecoilTrace.Start("a span to export"))
        {
        }

        await host.StopAsync();
        await host.Services.ShutDownTelemetryAsync();
        var disposed = Task.Run(host.Dispose);

        // After the stop there is nothing to export, so that disposal does not wait for the collector.
        await disposed.WaitAsync(TelemetryShutdown.Timeout);
    }
}
