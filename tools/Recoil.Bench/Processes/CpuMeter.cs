namespace Recoil.Bench.Processes;

/// <summary>Measures the CPU time of processes from its creation on.</summary>
internal sealed class CpuMeter
{
    private readonly Func<Dictionary<string, TimeSpan>> _times;
    private readonly Dictionary<string, TimeSpan> _before;

    /// <param name="installation">The processes to measure.</param>
    /// <param name="broker">The broker's process id.</param>
    public CpuMeter(Installation installation, int broker)
    {
        _times = () =>
        {
            var times = installation.CpuTimes();
            times["broker"] = CpuTime.Of(broker);
            times["load generator"] = CpuTime.Of(Environment.ProcessId);
            return times;
        };
        _before = _times();
    }

    /// <summary>CPU time since creation in milliseconds per shot, by label.</summary>
    public Dictionary<string, double> MillisecondsPerShot(int shots) => _times().ToDictionary(
        time => time.Key, time => (time.Value - _before.GetValueOrDefault(time.Key)).TotalMilliseconds / shots, StringComparer.Ordinal);
}
