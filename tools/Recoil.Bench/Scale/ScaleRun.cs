using System.Globalization;
using Recoil.Bench.Load;
using Recoil.Bench.Processes;
using Recoil.Local;
using Recoil.Local.Broker;
using Recoil.Local.Processes;

namespace Recoil.Bench.Scale;

/// <summary>Measures how throughput scales with generator processes: real ones, whose takes need time but hardly any CPU.</summary>
/// <param name="options">What to measure.</param>
/// <param name="log">Receives progress, one line at a time.</param>
public sealed class ScaleRun(ServiceBenchOptions options, Action<string> log)
{
    private const string Model = "rehearsal";
    private const int TakesAtOnce = 2;
    private const int TakeMilliseconds = 200;

    /// <summary>Shots in progress per take that can run, so that generators always have work.</summary>
    private const int ShotsPerTake = 3;

    /// <summary>Runs the measurement and stops every process it started.</summary>
    /// <exception cref="CannotStartLocallyException">The broker or a process cannot run here.</exception>
    /// <exception cref="BenchFailedException">A shot ends with an unexpected status, or no shot ends within the timeout.</exception>
    public async Task<IReadOnlyList<ScaleResult>> RunAsync(CancellationToken cancellationToken)
    {
        var broker = await LocalBroker.StartAsync(LocalServices.BrokerFolderOf(options.Folder), cancellationToken);
        try
        {
            await using var services = new Installation(Path.Combine(options.Folder, "services"), broker.Transport, options.MongoDb);
            services.Start("shots", ServiceName.Shots);
            services.Start("budget", ServiceName.Budget);
            services.Start("review queue", ServiceName.ReviewQueue);
            services.StartOwn("critic", BenchProcess.Critic);
            await services.WaitUntilReadyAsync(cancellationToken);
            await using var load = await LoadGenerator.OpenAsync(
                new ServiceTraffic(Model) { ProviderOptions = new Dictionary<string, string>(StringComparer.Ordinal) { ["latency_ms"] = TakeMilliseconds.ToString(CultureInfo.InvariantCulture) } },
                services.Broker, cancellationToken);
            var results = new List<ScaleResult>();
            var running = 0;
            foreach (var generators in options.Generators)
            {
                while (running < generators)
                {
                    services.Start(
                        "generators", ServiceName.Generator, ++running, ("Generator__RemoteConcurrency", TakesAtOnce.ToString(CultureInfo.InvariantCulture)));
                }

                await services.WaitUntilReadyAsync(cancellationToken);
                results.Add(await MeasureAsync(services, load, generators, broker.ProcessId, results, cancellationToken));
                log(string.Create(CultureInfo.InvariantCulture, $"Generators: {generators}, {results[^1].ShotsPerSecond:F1} shots/s"));
            }

            return results;
        }
        finally
        {
            await broker.StopAsync(CancellationToken.None);
        }
    }

    private async Task<ScaleResult> MeasureAsync(
        Installation services, LoadGenerator load, int generators, int broker, List<ScaleResult> fewer, CancellationToken cancellationToken)
    {
        var takes = generators * TakesAtOnce;
        var shots = options.Shots * generators;
        await load.RunAsync(BenchPath.Happy, $"happy-{generators}-warm", takes * 10, takes * ShotsPerTake, cancellationToken);
        var speeds = new List<double>();
        var meter = new CpuMeter(services, broker);
        for (var round = 1; round <= options.Rounds; round++)
            speeds.Add((await load.RunAsync(BenchPath.Happy, $"happy-{generators}-{round}", shots, takes * ShotsPerTake, cancellationToken)).ShotsPerSecond);

        var speed = new Sample(speeds).Median;
        return new ScaleResult
        {
            Generators = generators,
            TakesAtOnce = TakesAtOnce,
            TakeMilliseconds = TakeMilliseconds,
            Shots = shots * options.Rounds,
            ShotsPerSecond = Math.Round(speed, 2),
            SpeedUp = Math.Round(fewer is [var first, ..] ? speed / first.ShotsPerSecond * first.Generators : generators, 2),
            CpuMillisecondsPerShot = Math.Round(meter.MillisecondsPerShot(shots * options.Rounds).Values.Sum(), 2),
        };
    }
}
