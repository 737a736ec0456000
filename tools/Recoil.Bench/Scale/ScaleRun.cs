using System.Globalization;
using Recoil.Bench.Load;
using Recoil.Bench.Processes;
using Recoil.Local;
using Recoil.Local.Broker;
using Recoil.Local.Processes;

namespace Recoil.Bench.Scale;

/// <summary>Measures whether twice the generator processes make twice the shots, with real generators whose takes take a while but hardly any processor.</summary>
/// <param name="options">How much is measured.</param>
/// <param name="tell">Told what happens, a line each.</param>
public sealed class ScaleRun(ServiceBenchOptions options, Action<string> tell)
{
    private const string Model = "rehearsal";
    private const int TakesAtOnce = 2;
    private const int TakeMilliseconds = 200;

    /// <summary>So many shots are under way for each take that can be: the generators are never without work.</summary>
    private const int ShotsForAPlace = 3;

    /// <summary>Measures, and stops everything that it started.</summary>
    /// <exception cref="CannotStartLocallyException">The broker or a process cannot run here.</exception>
    /// <exception cref="BenchFailedException">A shot ended otherwise than it should, or none does.</exception>
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
            await using var planner = await Planner.OpenAsync(
                new ServiceTraffic(Model) { ProviderOptions = new Dictionary<string, string>(StringComparer.Ordinal) { ["latency_ms"] = TakeMilliseconds.ToString(CultureInfo.InvariantCulture) } },
                services.Broker, cancellationToken);
            var results = new List<ScaleResult>();
            var running = 0;
            foreach (var generators in options.Generators)
            {
                while (running < generators)
                {
                    services.Start(
                        "generators", ServiceName.Generator, ++running, ("Generator__Concurrency", TakesAtOnce.ToString(CultureInfo.InvariantCulture)));
                }

                await services.WaitUntilReadyAsync(cancellationToken);
                results.Add(await MeasureAsync(services, planner, generators, broker.ProcessId, results, cancellationToken));
                tell(string.Create(CultureInfo.InvariantCulture, $"{generators} generators: {results[^1].ShotsPerSecond:F1} shots/s"));
            }

            return results;
        }
        finally
        {
            await broker.StopAsync(CancellationToken.None);
        }
    }

    private async Task<ScaleResult> MeasureAsync(
        Installation services, Planner planner, int generators, int broker, List<ScaleResult> fewer, CancellationToken cancellationToken)
    {
        var places = generators * TakesAtOnce;
        var shots = options.Shots * generators;
        await planner.FlyAsync(BenchPath.Happy, $"happy-{generators}-warm", places * 10, places * ShotsForAPlace, cancellationToken);
        var speeds = new List<double>();
        var watch = new ProcessorWatch(services, broker);
        for (var round = 1; round <= options.Rounds; round++)
            speeds.Add((await planner.FlyAsync(BenchPath.Happy, $"happy-{generators}-{round}", shots, places * ShotsForAPlace, cancellationToken)).ShotsPerSecond);

        var speed = new Sample(speeds).Median;
        return new ScaleResult
        {
            Generators = generators,
            TakesAtOnce = TakesAtOnce,
            TakeMilliseconds = TakeMilliseconds,
            Shots = shots * options.Rounds,
            ShotsPerSecond = Math.Round(speed, 2),
            SpeedUp = Math.Round(fewer is [var first, ..] ? speed / first.ShotsPerSecond * first.Generators : generators, 2),
            CpuMillisecondsPerShot = Math.Round(watch.MillisecondsPerShot(shots * options.Rounds).Values.Sum(), 2),
        };
    }
}
