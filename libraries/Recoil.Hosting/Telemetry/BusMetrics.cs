using System.Diagnostics.Metrics;

namespace Recoil.Hosting.Telemetry;

/// <summary>What every service measures of its messages.</summary>
internal sealed class BusMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Recoil.Bus";

    private readonly Histogram<double> _latency;
    private readonly Counter<long> _faulted;

    public BusMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _latency = meter.CreateHistogram(
            "recoil.queue.latency", "s", "From the sending of a message to the start of its consumption, by endpoint", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800] });
        _faulted = meter.CreateCounter<long>("recoil.messages.faulted", "{message}", "Messages that went to the error queue of their endpoint");
    }

    public void Consumed(string endpoint, TimeSpan waited) =>
        _latency.Record(Math.Max(0, waited.TotalSeconds), new KeyValuePair<string, object?>("endpoint", endpoint));

    public void Faulted(string endpoint) => _faulted.Add(1, new KeyValuePair<string, object?>("endpoint", endpoint));
}
