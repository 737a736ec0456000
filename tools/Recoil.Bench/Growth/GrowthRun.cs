using System.Globalization;
using Recoil.Bench.Load;
using Recoil.Bench.Processes;
using Recoil.Contracts;
using Recoil.Local;
using Recoil.Local.Broker;

namespace Recoil.Bench.Growth;

/// <summary>
/// Measures the cost of a shot at several sizes of the store. Each size has its own installation on one broker; the sizes are measured
/// in turn, which separates growth from changing load on the machine.
/// </summary>
/// <param name="options">What to measure.</param>
/// <param name="log">Receives progress, one line at a time.</param>
public sealed class GrowthRun(ServiceBenchOptions options, Action<string> log)
{
    /// <summary>Runs the measurement and stops every process it started.</summary>
    /// <exception cref="CannotStartLocallyException">The broker or a process cannot run here.</exception>
    /// <exception cref="BenchFailedException">A shot ends with an unexpected status, or no shot ends within the timeout.</exception>
    public async Task<IReadOnlyList<GrowthResult>> RunAsync(CancellationToken cancellationToken)
    {
        var broker = await LocalBroker.StartAsync(LocalServices.BrokerFolderOf(options.Folder), cancellationToken);
        var sized = new List<SizedInstallation>();
        try
        {
            foreach (var size in options.StoredShots)
                sized.Add(await InstallAsync(broker, size, cancellationToken));
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var one in round % 2 == 1 ? sized : Enumerable.Reverse(sized))
                    await one.MeasureAsync(round, options, broker.ProcessId, cancellationToken);
                log($"Round {round}: {string.Join(", ", sized.Select(one => one.Latest))}");
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

    private async Task<SizedInstallation> InstallAsync(LocalBroker broker, int size, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"stored-{size}");
        await broker.AddVirtualHostAsync(name, cancellationToken);
        var sized = new SizedInstallation(size, InstantServices.Install(Path.Combine(options.Folder, name), broker.Transport with { VirtualHost = name }, options.MongoDb));
        try
        {
            await sized.PrepareAsync(options, log, cancellationToken);
            return sized;
        }
        catch
        {
            await sized.DisposeAsync();
            throw;
        }
    }

    /// <summary>An installation whose store holds this many shots.</summary>
    private sealed class SizedInstallation(int size, Installation installation) : IAsyncDisposable
    {
        private readonly List<(LoadResult Load, double Cpu)> _rounds = [];
        private LoadGenerator? _load;

        public string Latest => string.Create(CultureInfo.InvariantCulture, $"{size} stored {_rounds[^1].Load.ShotsPerSecond:F0} shots/s {_rounds[^1].Cpu:F2} ms");

        /// <summary>Runs the warm-up shots and adds the remaining ones to the store directly.</summary>
        public async Task PrepareAsync(ServiceBenchOptions options, Action<string> log, CancellationToken cancellationToken)
        {
            const string Run = "happy-warm";
            await installation.WaitUntilReadyAsync(cancellationToken);
            _load = await LoadGenerator.OpenAsync(new ServiceTraffic(InstantServices.Model), installation.Broker, cancellationToken);
            var warmUp = Math.Min(size, options.WarmUp);
            log(string.Create(CultureInfo.InvariantCulture, $"Filling a store with {size} shots"));
            await _load.RunAsync(BenchPath.Happy, Run, warmUp, options.Concurrency, cancellationToken);
            await Prefill.AddAsync(installation.Store, ShotIdentity.OfShot("bench", Run, $"{Run}-000000"), size - warmUp, cancellationToken);
        }

        public async Task MeasureAsync(int round, ServiceBenchOptions options, int broker, CancellationToken cancellationToken)
        {
            var meter = new CpuMeter(installation, broker);
            var load = await _load!.RunAsync(BenchPath.Happy, string.Create(CultureInfo.InvariantCulture, $"happy-{round}"), options.Shots, options.Concurrency, cancellationToken);
            _rounds.Add((load, meter.MillisecondsPerShot(options.Shots).Values.Sum()));
        }

        public GrowthResult Result(SizedInstallation smallest, ServiceBenchOptions options)
        {
            var cpu = new Sample(_rounds.Select(round => round.Cpu));
            return new GrowthResult
            {
                StoredShots = size,
                MeasuredShots = options.Shots * _rounds.Count,
                ShotsPerSecond = Math.Round(new Sample(_rounds.Select(round => round.Load.ShotsPerSecond)).Median, 1),
                P50Milliseconds = Math.Round(new Sample(_rounds.Select(round => round.Load.Latencies.Percentile(0.5))).Median, 1),
                CpuMillisecondsPerShot = Math.Round(cpu.Median, 3),
                MinimumCpuMillisecondsPerShot = Math.Round(cpu.Minimum, 3),
                MaximumCpuMillisecondsPerShot = Math.Round(cpu.Maximum, 3),
                CpuRatio = Math.Round(new Sample(_rounds.Zip(smallest._rounds, (own, baseline) => own.Cpu / baseline.Cpu)).Median, 3),
                SpeedRatio = Math.Round(new Sample(_rounds.Zip(smallest._rounds, (own, baseline) => own.Load.ShotsPerSecond / baseline.Load.ShotsPerSecond)).Median, 3),
            };
        }

        public async ValueTask DisposeAsync()
        {
            if (_load is not null)
                await _load.DisposeAsync();
            await installation.DisposeAsync();
        }
    }
}
