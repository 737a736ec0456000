using System.Globalization;
using Recoil.Bench.Load;
using Recoil.Bench.Processes;
using Recoil.Local;
using Recoil.Local.Broker;

namespace Recoil.Bench.Runs;

/// <summary>
/// Measures the cost of a shot in runs of several sizes, from the run's request to its end. All are made by one installation, in turn, which
/// separates the runs' sizes from changing load on the machine. Every size is measured with at least a fifth as many
/// shots as the largest has, in one run after the other.
/// </summary>
/// <param name="options">What to measure.</param>
/// <param name="log">Receives progress, one line at a time.</param>
public sealed class RunSizesRun(ServiceBenchOptions options, Action<string> log)
{
    private readonly Dictionary<int, List<(double ShotsPerSecond, double Cpu)>> _rounds = options.RunSizes.ToDictionary(size => size, _ => new List<(double, double)>());

    /// <summary>Runs the measurement and stops every process it started.</summary>
    /// <exception cref="CannotStartLocallyException">The broker or a process cannot run here.</exception>
    /// <exception cref="BenchFailedException">A shot ends with an unexpected status, or no shot ends within the timeout.</exception>
    public async Task<IReadOnlyList<RunSizeResult>> RunAsync(CancellationToken cancellationToken)
    {
        var broker = await LocalBroker.StartAsync(LocalServices.BrokerFolderOf(options.Folder), cancellationToken);
        try
        {
            await using var installation = InstantServices.Install(Path.Combine(options.Folder, "runs"), broker.Transport, options.MongoDb);
            await installation.WaitUntilReadyAsync(cancellationToken);
            await using var load = await RunLoad.OpenAsync(installation.Broker, cancellationToken);
            await MakeAsync(load, "warm", Math.Min(1_000, options.RunSizes[^1]), options.WarmUp, cancellationToken);
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var size in round % 2 == 1 ? options.RunSizes : options.RunSizes.Reverse())
                    await MeasureAsync(load, round, size, installation, broker.ProcessId, cancellationToken);
                log($"Round {round}: {string.Join(", ", options.RunSizes.Select(Latest))}");
            }

            return [.. options.RunSizes.Select(Result)];
        }
        finally
        {
            await broker.StopAsync(CancellationToken.None);
        }
    }

    private async Task MeasureAsync(RunLoad load, int round, int size, Installation installation, int broker, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var meter = new CpuMeter(installation, broker);
        var made = await MakeAsync(load, string.Create(CultureInfo.InvariantCulture, $"{round}-{size}"), size, ShotsOf(size), cancellationToken);
        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        var cpu = meter.MillisecondsPerShot(made);
        _rounds[size].Add((made / seconds, cpu.Values.Sum()));
        log(string.Create(CultureInfo.InvariantCulture, $"{size} shots in a run: {string.Join(", ", cpu.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Key} {part.Value:F2} ms")))}"));
    }

    /// <summary>Makes as many runs of a size as have so many shots.</summary>
    /// <returns>How many shots.</returns>
    private static async Task<int> MakeAsync(RunLoad load, string name, int size, int shots, CancellationToken cancellationToken)
    {
        var runs = Enumerable.Range(0, Math.Max(1, shots / size)).Select(run => string.Create(CultureInfo.InvariantCulture, $"{BenchPath.Happy.Name}-{name}-{run}")).ToList();
        await load.RunAsync(runs, size, cancellationToken);
        return runs.Count * size;
    }

    private int ShotsOf(int size) => Math.Max(size, options.RunSizes[^1] / 5);

    private string Latest(int size) => string.Create(CultureInfo.InvariantCulture, $"{size} shots {_rounds[size][^1].ShotsPerSecond:F0} shots/s {_rounds[size][^1].Cpu:F2} ms");

    private RunSizeResult Result(int size)
    {
        var rounds = _rounds[size];
        var cpu = new Sample(rounds.Select(round => round.Cpu));
        return new RunSizeResult
        {
            ShotsPerRun = size,
            MeasuredShots = ShotsOf(size) / size * size * rounds.Count,
            ShotsPerSecond = Math.Round(new Sample(rounds.Select(round => round.ShotsPerSecond)).Median, 1),
            CpuMillisecondsPerShot = Math.Round(cpu.Median, 3),
            MinimumCpuMillisecondsPerShot = Math.Round(cpu.Minimum, 3),
            MaximumCpuMillisecondsPerShot = Math.Round(cpu.Maximum, 3),
            CpuRatio = Math.Round(new Sample(rounds.Zip(_rounds[options.RunSizes[0]], (own, smallest) => own.Cpu / smallest.Cpu)).Median, 3),
        };
    }
}
