using System.Globalization;
using Recoil.Bench.Load;
using Recoil.Bench.Processes;
using Recoil.Contracts;
using Recoil.Local;
using Recoil.Local.Broker;

namespace Recoil.Bench.Growth;

/// <summary>
/// Measures what a shot costs with few and with many shots in the store: an installation for each size, on one broker, measured in
/// turn, so that growth can be told from a machine that is busier now and then.
/// </summary>
/// <param name="options">How much is measured.</param>
/// <param name="tell">Told what happens, a line each.</param>
public sealed class GrowthRun(ServiceBenchOptions options, Action<string> tell)
{
    /// <summary>Measures, and stops everything that it started.</summary>
    /// <exception cref="CannotStartLocallyException">The broker or a process cannot run here.</exception>
    /// <exception cref="BenchFailedException">A shot ended otherwise than it should, or none does.</exception>
    public async Task<IReadOnlyList<GrowthResult>> RunAsync(CancellationToken cancellationToken)
    {
        var broker = await LocalBroker.StartAsync(LocalServices.BrokerFolderOf(options.Folder), cancellationToken);
        var sized = new List<Sized>();
        try
        {
            foreach (var size in options.StoredShots)
                sized.Add(await InstallAsync(broker, size, cancellationToken));
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var one in round % 2 == 1 ? sized : Enumerable.Reverse(sized))
                    await one.MeasureAsync(round, options, broker.ProcessId, cancellationToken);
                tell($"round {round}: {string.Join(", ", sized.Select(one => one.Latest))}");
            }

            return [.. sized.Select(one => one.Result(sized[0], options))];
        }
        finally
        {
            foreach (var one in sized)
                await one.DisposeAsync();
            await broker.StopAsync(CancellationToken.None);
        }
    }

    private async Task<Sized> InstallAsync(LocalBroker broker, int size, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"stored-{size}");
        await broker.AddVirtualHostAsync(name, cancellationToken);
        var sized = new Sized(size, StandIns.Install(Path.Combine(options.Folder, name), broker.Transport with { VirtualHost = name }, options.MongoDb));
        try
        {
            await sized.PrepareAsync(options, tell, cancellationToken);
            return sized;
        }
        catch
        {
            await sized.DisposeAsync();
            throw;
        }
    }

    /// <summary>An installation with so many shots in its store.</summary>
    private sealed class Sized(int size, Installation installation) : IAsyncDisposable
    {
        private readonly List<(Flown Flown, double Cpu)> _rounds = [];
        private Planner? _planner;

        public string Latest => string.Create(CultureInfo.InvariantCulture, $"{size} stored {_rounds[^1].Flown.ShotsPerSecond:F0} shots/s {_rounds[^1].Cpu:F2} ms");

        /// <summary>The first shots warm up; the rest is put in.</summary>
        public async Task PrepareAsync(ServiceBenchOptions options, Action<string> tell, CancellationToken cancellationToken)
        {
            const string Run = "happy-warm";
            await installation.WaitUntilReadyAsync(cancellationToken);
            _planner = await Planner.OpenAsync(new ServiceTraffic(StandIns.Model), installation.Broker, cancellationToken);
            var warmUp = Math.Min(size, options.WarmUp);
            tell(string.Create(CultureInfo.InvariantCulture, $"putting {size} shots into a store"));
            await _planner.FlyAsync(BenchPath.Happy, Run, warmUp, options.Concurrency, cancellationToken);
            await Prefill.AddAsync(installation.Store, ShotIdentity.OfShot("bench", Run, $"{Run}-000000"), size - warmUp, cancellationToken);
        }

        public async Task MeasureAsync(int round, ServiceBenchOptions options, int broker, CancellationToken cancellationToken)
        {
            var watch = new ProcessorWatch(installation, broker);
            var flown = await _planner!.FlyAsync(BenchPath.Happy, string.Create(CultureInfo.InvariantCulture, $"happy-{round}"), options.Shots, options.Concurrency, cancellationToken);
            _rounds.Add((flown, watch.MillisecondsPerShot(options.Shots).Values.Sum()));
        }

        public GrowthResult Result(Sized smallest, ServiceBenchOptions options)
        {
            var cpu = new Sample(_rounds.Select(round => round.Cpu));
            return new GrowthResult
            {
                StoredShots = size,
                MeasuredShots = options.Shots * _rounds.Count,
                ShotsPerSecond = Math.Round(new Sample(_rounds.Select(round => round.Flown.ShotsPerSecond)).Median, 1),
                P50Milliseconds = Math.Round(new Sample(_rounds.Select(round => round.Flown.Latencies.Percentile(0.5))).Median, 1),
                CpuMillisecondsPerShot = Math.Round(cpu.Median, 3),
                LeastCpuMillisecondsPerShot = Math.Round(cpu.Least, 3),
                MostCpuMillisecondsPerShot = Math.Round(cpu.Most, 3),
                CpuRatio = Math.Round(new Sample(_rounds.Zip(smallest._rounds, (mine, least) => mine.Cpu / least.Cpu)).Median, 3),
                SpeedRatio = Math.Round(new Sample(_rounds.Zip(smallest._rounds, (mine, least) => mine.Flown.ShotsPerSecond / least.Flown.ShotsPerSecond)).Median, 3),
            };
        }

        public async ValueTask DisposeAsync()
        {
            if (_planner is not null)
                await _planner.DisposeAsync();
            await installation.DisposeAsync();
        }
    }
}
