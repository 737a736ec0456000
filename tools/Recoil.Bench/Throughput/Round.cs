using Recoil.Bench.Load;

namespace Recoil.Bench.Throughput;

/// <summary>One round, of the services or of the limit workers.</summary>
internal sealed record Round(LoadResult Load, IReadOnlyDictionary<string, double> Cpu)
{
    /// <summary>The median of every figure over the rounds.</summary>
    public static ThroughputFigures Figures(IReadOnlyList<Round> rounds) => new()
    {
        ShotsPerSecond = Median(rounds, round => round.Load.ShotsPerSecond),
        P50Milliseconds = Median(rounds, round => round.Load.Latencies.Percentile(0.50)),
        P95Milliseconds = Median(rounds, round => round.Load.Latencies.Percentile(0.95)),
        P99Milliseconds = Median(rounds, round => round.Load.Latencies.Percentile(0.99)),
        CpuMillisecondsPerShot = rounds[0].Cpu.Keys.ToDictionary(name => name, name => Median(rounds, round => round.Cpu[name]), StringComparer.Ordinal),
    };

    private static double Median(IReadOnlyList<Round> rounds, Func<Round, double> figure) => Math.Round(new Sample(rounds.Select(figure)).Median, 3);
}
