namespace Recoil.Bench.Processes;

/// <summary>What processes cost while something was measured.</summary>
internal sealed class ProcessorWatch
{
    private readonly Func<Dictionary<string, TimeSpan>> _times;
    private readonly Dictionary<string, TimeSpan> _before;

    /// <param name="installation">The processes that do the work.</param>
    /// <param name="broker">The broker's process.</param>
    public ProcessorWatch(Installation installation, int broker)
    {
        _times = () =>
        {
            var times = installation.Times();
            times["broker"] = ProcessTime.Of(broker);
            times["planner"] = ProcessTime.Of(Environment.ProcessId);
            return times;
        };
        _before = _times();
    }

    /// <summary>Milliseconds of processor time a shot, by process.</summary>
    public Dictionary<string, double> MillisecondsPerShot(int shots) => _times().ToDictionary(
        time => time.Key, time => (time.Value - _before.GetValueOrDefault(time.Key)).TotalMilliseconds / shots, StringComparer.Ordinal);
}
