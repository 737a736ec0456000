namespace Recoil.Bench.Load;

/// <summary>The result of one load run.</summary>
/// <param name="Shots">Number of completed shots.</param>
/// <param name="Seconds">Time from the first request to the last terminal event, in seconds.</param>
/// <param name="Latencies">Time from request to terminal event of each shot, in milliseconds.</param>
internal sealed record LoadResult(int Shots, double Seconds, Sample Latencies)
{
    public double ShotsPerSecond => Shots / Seconds;
}
