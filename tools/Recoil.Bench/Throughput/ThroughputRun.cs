using System.Globalization;
using System.Text.Json;
using Recoil.Bench.Limit;
using Recoil.Bench.Load;
using Recoil.Bench.Processes;
using Recoil.Bench.Recording;
using Recoil.Local;
using Recoil.Local.Broker;
using Recoil.Local.Processes;

namespace Recoil.Bench.Throughput;

/// <summary>
/// Measures the services as processes of their own on RabbitMQ, and in turn with them the limit: plain code that does the same to
/// broker and store for the same shots.
/// </summary>
/// <param name="options">How much is measured.</param>
/// <param name="tell">Told what happens, a line each.</param>
public sealed class ThroughputRun(ServiceBenchOptions options, Action<string> tell)
{
    /// <summary>Measures, and stops everything that it started.</summary>
    /// <exception cref="CannotStartLocallyException">The broker or a process cannot run here.</exception>
    /// <exception cref="BenchFailedException">A shot ended otherwise than it should, or none does.</exception>
    public async Task<IReadOnlyList<ThroughputResult>> RunAsync(CancellationToken cancellationToken)
    {
        var broker = await LocalBroker.StartAsync(LocalServices.BrokerFolderOf(options.Folder), cancellationToken);
        try
        {
            await using var services = StandIns.Install(Path.Combine(options.Folder, "services"), broker.Transport, options.MongoDb);
            await services.WaitUntilReadyAsync(cancellationToken);
            await using var planner = await Planner.OpenAsync(new ServiceTraffic(StandIns.Model), services.Broker, cancellationToken);
            tell($"warming up with {options.WarmUp} shots");
            await planner.FlyAsync(BenchPath.Happy, "happy-warm", options.WarmUp, options.Concurrency, cancellationToken);
            var scripts = await RecordAsync(services, planner, cancellationToken);

            await using var limit = new Installation(Path.Combine(options.Folder, "limit"), broker.Transport, options.MongoDb);
            await using var limitPlanner = await Planner.OpenAsync(new LimitTraffic(scripts), limit.Broker, cancellationToken);
            await StartLimitAsync(limit, scripts, cancellationToken);
            tell($"warming up the limit with {options.WarmUp} shots");
            await limitPlanner.FlyAsync(BenchPath.Happy, "happy-warm", options.WarmUp, options.Concurrency, cancellationToken);

            var results = new List<ThroughputResult>();
            foreach (var path in options.Paths)
                results.Add(await MeasureAsync(path, scripts[path.Name], (services, planner), (limit, limitPlanner), broker.ProcessId, cancellationToken));
            return results;
        }
        finally
        {
            await broker.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<Dictionary<string, Script>> RecordAsync(Installation services, Planner planner, CancellationToken cancellationToken)
    {
        using var documents = DocumentSamplers.Open(services.Store);
        await using var tap = await TrafficTap.OpenAsync(services.Broker, cancellationToken);
        var recorder = new ShotRecorder(planner, tap, documents);
        var scripts = new Dictionary<string, Script>(StringComparer.Ordinal);
        foreach (var path in BenchPath.All)
            scripts[path.Name] = await recorder.RecordAsync(path, cancellationToken);
        return scripts;
    }

    private static async Task StartLimitAsync(Installation limit, Dictionary<string, Script> scripts, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(limit.Folder);
        var file = Path.Combine(limit.Folder, "scripts.json");
        await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(scripts), cancellationToken);
        (string Label, Party[] Parties)[] workers =
        [
            ("shots", [Party.Shots]), ("budget", [Party.Budget]), ("review queue", [Party.Reviews]), ("generator, critic", [Party.Generator, Party.Critic]),
        ];
        foreach (var (label, parties) in workers)
        {
            limit.StartOwn(
                label, BenchProcess.Plain, Array.FindIndex(workers, worker => worker.Label == label) + 1,
                (BenchProcess.Parties, string.Join(',', parties)), (BenchProcess.Scripts, file));
        }

        await limit.WaitForConsumersAsync(workers.SelectMany(worker => worker.Parties).Select(LimitTraffic.QueueOf), cancellationToken);
    }

    private async Task<ThroughputResult> MeasureAsync(
        BenchPath path, Script script, (Installation Processes, Planner Planner) services, (Installation Processes, Planner Planner) limit, int broker,
        CancellationToken cancellationToken)
    {
        var (ours, plain) = (new List<Round>(), new List<Round>());
        for (var number = 1; number <= options.Rounds; number++)
        {
            // Who begins changes, so that a machine that gets busier or idler favours neither.
            var order = number % 2 == 1 ? new[] { (services, ours), (limit, plain) } : [(limit, plain), (services, ours)];
            foreach (var ((processes, planner), rounds) in order)
            {
                var watch = new ProcessorWatch(processes, broker);
                var flown = await planner.FlyAsync(path, $"{path.Name}-{number}", options.Shots, options.Concurrency, cancellationToken);
                rounds.Add(new Round(flown, watch.MillisecondsPerShot(options.Shots)));
            }

            tell(string.Create(
                CultureInfo.InvariantCulture,
                $"{path.Name} {number}: {ours[^1].Flown.ShotsPerSecond:F0} shots/s, limit {plain[^1].Flown.ShotsPerSecond:F0}, ratio {Ratio(ours[^1], plain[^1]):F2}"));
        }

        var ratios = new Sample(ours.Zip(plain, Ratio));
        return new ThroughputResult
        {
            Path = path.Name,
            Shots = options.Shots,
            Rounds = options.Rounds,
            Concurrency = options.Concurrency,
            MessagesPerShot = script.Messages.Count,
            MessageBytesPerShot = script.MessageBytes,
            ReadsPerShot = script.StoreReads,
            WritesPerShot = script.StoreWrites,
            DocumentBytesPerShot = script.DocumentBytes,
            Services = Round.Figures(ours),
            Limit = Round.Figures(plain),
            Ratio = Math.Round(ratios.Median, 3),
            LeastRatio = Math.Round(ratios.Least, 3),
            MostRatio = Math.Round(ratios.Most, 3),
        };
    }

    private static double Ratio(Round ours, Round plain) => ours.Flown.ShotsPerSecond / plain.Flown.ShotsPerSecond;
}
