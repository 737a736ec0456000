namespace Recoil.Bench.Load;

/// <summary>Shots that were brought to their end in one go.</summary>
/// <param name="Shots">How many.</param>
/// <param name="Seconds">From the first request to the last end.</param>
/// <param name="Latencies">From request to end, in milliseconds.</param>
internal sealed record Flown(int Shots, double Seconds, Sample Latencies)
{
    public double ShotsPerSecond => Shots / Seconds;
}
