using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Budget;
using Recoil.Generator;
using Recoil.Hosting.Telemetry;
using Recoil.Hosting.Transport;
using Recoil.Providers.Accounts;
using Recoil.ReviewQueue;
using Recoil.Shots;

namespace Recoil.Hosting.Tests.Telemetry;

/// <summary>All metrics that the services make, found by putting the services together as their programs do.</summary>
internal static class CreatedInstruments
{
    public static IReadOnlyList<Instrument> All()
    {
        var created = new List<Instrument>();
        using var services = Services().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name.StartsWith("Recoil.", StringComparison.Ordinal))
                    created.Add(instrument);
            },
        };
        listener.Start();
        foreach (var type in MetricsTypes())
            services.GetRequiredService(type).ShouldNotBeNull();
        return created;
    }

    /// <summary>As the collector's Prometheus exporter and Prometheus itself name what they get over OTLP.</summary>
    public static IEnumerable<string> PrometheusNames(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return KindOf(instrument) switch
        {
            "histogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            "gauge" => [name],
            _ => [$"{name}_total"],
        };
    }

    /// <summary>As the documents name it.</summary>
    public static string KindOf(Instrument instrument) => instrument switch
    {
        Histogram<double> => "histogram",
        ObservableGauge<int> => "gauge",
        _ => "counter",
    };

    private static IEnumerable<Type> MetricsTypes() => Services()
        .Select(service => service.ServiceType)
        .Where(type => type.FullName!.StartsWith("Recoil.", StringComparison.Ordinal) && type.Name.EndsWith("Metrics", StringComparison.Ordinal));

    private static IServiceCollection Services() => new ServiceCollection()
        .AddShots(new ShotsOptions())
        .AddGenerator(new GeneratorOptions { WorkFolder = "unused", JobFolder = "unused" }, ProviderAccounts.Usual)
        .AddBudget()
        .AddSingleton<BusMetrics>()
        .AddInMemoryBus(bus =>
        {
            bus.AddShotSagas();
            bus.AddReviewQueueConsumers();
        });
}
