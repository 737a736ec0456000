using Recoil.Bench.Load;

namespace Recoil.Bench.Throughput;

/// <summary>One round of the services or of the limit.</summary>
internal sealed record Round(Flown Flown, IReadOnlyDictionary<string, double> Cpu)
{
    /// <summary>The middle of every figure over several rounds.</summary>
    public static ThroughputFigures Figures(IReadOnlyList<Round> rounds) => new()
    {
        ShotsPerSecond = Median(rounds, round => round.Flown.ShotsPerSecond),
        P50Milliseconds = Median(rounds, round => round.Flown.Latencies.Percentile(0.50)),
        P95Milliseconds = Median(rounds, round => round.Flown.Latencies.Percentile(0.95)),
        P99Milliseconds = Median(rounds, round => round.Flown.Latencies.Percentile(0.99)),
        CpuMillisecondsPerShot = rounds[0].Cpu.Keys.ToDictionary(name => name, name => Median(rounds, round => round.Cpu[name]), StringComparer.Ordinal),
    };

    private static double Median(IReadOnlyList<Round> rounds, Func<Round, double> figure) => Math.Round(new Sample(rounds.Select(figure)).Median, 3);
}
