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
/// Measures the services as separate processes on RabbitMQ and, in alternating rounds, the limit: workers without MassTransit that do
/// the same broker and store operations for the same shots.
/// </summary>
/// <param name="options">What to measure.</param>
/// <param name="log">Receives progress, one line at a time.</param>
public sealed class ThroughputRun(ServiceBenchOptions options, Action<string> log)
{
    /// <summary>Runs the measurement and stops every process it started.</summary>
    /// <exception cref="CannotStartLocallyException">The broker or a process cannot run here.</exception>
    /// <exception cref="BenchFailedException">A shot ends with an unexpected status, or no shot ends within the timeout.</exception>
    public async Task<IReadOnlyList<ThroughputResult>> RunAsync(CancellationToken cancellationToken)
    {
        var broker = await LocalBroker.StartAsync(LocalServices.BrokerFolderOf(options.Folder), cancellationToken);
        try
        {
            await using var services = InstantServices.Install(Path.Combine(options.Folder, "services"), broker.Transport, options.MongoDb);
            await services.WaitUntilReadyAsync(cancellationToken);
            await using var load = await LoadGenerator.OpenAsync(new ServiceTraffic(InstantServices.Model), services.Broker, cancellationToken);
            log($"Warming up the services with {options.WarmUp} shots");
            await load.RunAsync(BenchPath.Happy, "happy-warm", options.WarmUp, options.Concurrency, cancellationToken);
            var scripts = await RecordAsync(services, load, cancellationToken);

            await using var limit = new Installation(Path.Combine(options.Folder, "limit"), broker.Transport, options.MongoDb);
            await using var limitLoad = await LoadGenerator.OpenAsync(new LimitTraffic(scripts), limit.Broker, cancellationToken);
            await StartLimitAsync(limit, scripts, cancellationToken);
            log($"Warming up the limit with {options.WarmUp} shots");
            await limitLoad.RunAsync(BenchPath.Happy, "happy-warm", options.WarmUp, options.Concurrency, cancellationToken);

            var results = new List<ThroughputResult>();
            foreach (var path in options.Paths)
                results.Add(await MeasureAsync(path, scripts[path.Name], (services, load), (limit, limitLoad), broker.ProcessId, cancellationToken));
            return results;
        }
        finally
        {
            await broker.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<Dictionary<string, Script>> RecordAsync(Installation services, LoadGenerator load, CancellationToken cancellationToken)
    {
        using var documents = DocumentSamplers.Open(services.Store);
        await using var messages = await MessageRecorder.OpenAsync(services.Broker, cancellationToken);
        var recorder = new ShotRecorder(load, messages, documents);
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
        (string Label, Recipient[] Recipients)[] workers =
        [
            ("shots", [Recipient.Shots]), ("budget", [Recipient.Budget]), ("review queue", [Recipient.Reviews]), ("generator, critic", [Recipient.Generator, Recipient.Critic]),
        ];
        foreach (var (label, recipients) in workers)
        {
            limit.StartOwn(
                label, BenchProcess.Plain, Array.FindIndex(workers, worker => worker.Label == label) + 1,
                (BenchProcess.Recipients, string.Join(',', recipients)), (BenchProcess.Scripts, file));
        }

        await limit.WaitForConsumersAsync(workers.SelectMany(worker => worker.Recipients).Select(LimitTraffic.QueueOf), cancellationToken);
    }

    private async Task<ThroughputResult> MeasureAsync(
        BenchPath path, Script script, (Installation Processes, LoadGenerator Load) services, (Installation Processes, LoadGenerator Load) limit, int broker,
        CancellationToken cancellationToken)
    {
        var (ours, plain) = (new List<Round>(), new List<Round>());
        for (var number = 1; number <= options.Rounds; number++)
        {
            // The order alternates, so that a change of the machine's load favours neither side.
            var order = number % 2 == 1 ? new[] { (services, ours), (limit, plain) } : [(limit, plain), (services, ours)];
            foreach (var ((processes, load), rounds) in order)
            {
                var meter = new CpuMeter(processes, broker);
                var result = await load.RunAsync(path, $"{path.Name}-{number}", options.Shots, options.Concurrency, cancellationToken);
                rounds.Add(new Round(result, meter.MillisecondsPerShot(options.Shots)));
            }

            log(string.Create(
                CultureInfo.InvariantCulture,
                $"Path {path.Name}, round {number}: {ours[^1].Load.ShotsPerSecond:F0} shots/s, limit {plain[^1].Load.ShotsPerSecond:F0}, ratio {Ratio(ours[^1], plain[^1]):F2}"));
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
            MinimumRatio = Math.Round(ratios.Minimum, 3),
            MaximumRatio = Math.Round(ratios.Maximum, 3),
        };
    }

    private static double Ratio(Round ours, Round plain) => ours.Load.ShotsPerSecond / plain.Load.ShotsPerSecond;
}
