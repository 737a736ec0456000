using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Bench.Load;
using Recoil.Budget;
using Recoil.Hosting.Logging;
using Recoil.Hosting.Transport;
using Recoil.Models;
using Recoil.ReviewQueue;
using Recoil.SagaDocuments;
using Recoil.Shots;
using Recoil.Storage.Embedded;

namespace Recoil.Bench.InProcess;

/// <summary>Measures the bus in one process: the real saga, budget, review queue and store, with a generator and critic that answer immediately.</summary>
public static class BusBenchmark
{
    /// <summary>Not measured: tiered compilation finishes and caches fill.</summary>
    private const int WarmUpShots = 2000;

    /// <summary>Runs shots on one path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="shots">Number of shots, 1 or more.</param>
    /// <param name="concurrency">Shots in progress at once, 1 or more.</param>
    /// <param name="dataFolder">An empty folder for the store.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public static async Task<BenchResult> RunAsync(
        BenchPath path, int shots, int concurrency, string dataFolder, CancellationToken cancellationToken)
    {
        using var window = new LoadWindow(concurrency);
        var messages = new BenchMessages();
        using var host = Build(window, dataFolder);
        await host.StartAsync(cancellationToken);
        var bus = host.Services.GetRequiredService<IBusControl>();
        bus.ConnectSendObserver(messages);
        bus.ConnectPublishObserver(messages);

        await PublishAsync(bus, window, path, $"{path.Name}-warm", WarmUpShots, cancellationToken);
        await window.DrainAsync(cancellationToken);
        window.Reset();
        var statistics = host.Services.GetRequiredService<EmbeddedStoreStatistics>();
        var before = Counted.Now(statistics, messages);
        var start = TimeProvider.System.GetTimestamp();

        var quarter = Math.Max(1, shots / 4);
        await PublishAsync(bus, window, path, $"{path.Name}-first", quarter, cancellationToken);
        var heapAfterQuarter = LiveMegabytes();
        await PublishAsync(bus, window, path, $"{path.Name}-rest", shots - quarter, cancellationToken);
        await window.DrainAsync(cancellationToken);

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var after = Counted.Now(statistics, messages);
        var latencies = new Sample(window.Milliseconds);
        var result = new BenchResult
        {
            Path = path.Name,
            Shots = shots,
            Concurrency = concurrency,
            Seconds = Math.Round(seconds, 3),
            ShotsPerSecond = Math.Round(shots / seconds, 1),
            P50Milliseconds = Math.Round(latencies.Percentile(0.50), 2),
            P95Milliseconds = Math.Round(latencies.Percentile(0.95), 2),
            P99Milliseconds = Math.Round(latencies.Percentile(0.99), 2),
            MessagesPerShot = Math.Round((after.Messages - before.Messages) / (double)shots, 2),
            SagaReadsPerShot = Math.Round((after.SagaReads - before.SagaReads) / (double)shots, 2),
            SagaWritesPerShot = Math.Round((after.SagaWrites - before.SagaWrites) / (double)shots, 2),
            LedgerWritesPerShot = Math.Round((after.LedgerWrites - before.LedgerWrites) / (double)shots, 2),
            Commits = after.Commits - before.Commits,
            CpuMillisecondsPerShot = Math.Round((after.Cpu - before.Cpu).TotalMilliseconds / shots, 3),
            HeapAfterQuarterMegabytes = heapAfterQuarter,
            HeapAtEndMegabytes = LiveMegabytes(),
            PeakMegabytes = PeakMegabytes(),
        };
        await host.StopAsync(cancellationToken);
        return result;
    }

    private static IHost Build(LoadWindow window, string dataFolder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services
            .AddTextWriterLog(LogLevel.Error, Console.Error)
            .AddSingleton(window)
            .AddSingleton<IModelProfiles, BenchModel>()
            .AddSingleton(new SagaDocumentOptions { TransportKeepsMessages = false })
            .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = dataFolder })
            .AddShotDocuments()
            .AddShots(new ShotsOptions { ConcurrentMessageLimit = 64 })
            .AddBudget()
            .AddInMemoryBus(bus =>
            {
                bus.AddShotSagas();
                bus.AddBudgetConsumers();
                bus.AddReviewQueueConsumers();
                bus.AddConsumer<InstantGenerator>();
                bus.AddConsumer<InstantCritic>();
                bus.AddConsumer<CompletionConsumer>();
            });
        return builder.Build();
    }

    private static async Task PublishAsync(
        IPublishEndpoint bus, LoadWindow window, BenchPath path, string run, int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            var shotId = $"{run}-{i:D6}";
            await window.StartAsync(shotId, cancellationToken);
            await bus.Publish(path.Request(run, shotId, model: "bench"), cancellationToken);
        }
    }

    private static double LiveMegabytes() => Math.Round(GC.GetTotalMemory(forceFullCollection: true) / 1048576.0, 1);

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Round(process.PeakWorkingSet64 / 1048576.0, 1);
    }

    private sealed record Counted(long Messages, long SagaReads, long SagaWrites, long LedgerWrites, long Commits, TimeSpan Cpu)
    {
        public static Counted Now(EmbeddedStoreStatistics statistics, BenchMessages messages)
        {
            using var process = Process.GetCurrentProcess();
            return new(messages.Count, statistics.SagaReads, statistics.SagaWrites, statistics.LedgerWrites, statistics.Transactions, process.TotalProcessorTime);
        }
    }

    private sealed class BenchModel : IModelProfiles
    {
        private readonly ModelProfile _profile = new() { Provider = "bench", CostPerImage = InstantGenerator.Price };

        public ModelProfile? Find(string model) => _profile;
    }
}
