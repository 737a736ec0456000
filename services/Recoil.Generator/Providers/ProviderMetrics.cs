using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Recoil.Contracts;

namespace Recoil.Generator.Providers;

/// <summary>What the generator measures of its providers.</summary>
internal sealed class ProviderMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Recoil.Generator";

    private readonly Histogram<double> _duration;
    private readonly ConcurrentDictionary<string, int> _waiting = new(StringComparer.Ordinal);

    public ProviderMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram(
            "recoil.provider.duration", "s", "How long a provider took to take in a job (submit) or to deliver it (wait), by model and outcome", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600, 1200] });
        meter.CreateObservableGauge(
            "recoil.takes.waiting", () => _waiting.Select(waiting => new Measurement<int>(waiting.Value, new KeyValuePair<string, object?>("provider", waiting.Key))),
            "{take}", "Takes in the store that wait for a worker, by provider; every worker of the provider sends the same");
    }

    /// <summary>So many takes of a provider wait for a worker.</summary>
    public void Waiting(string provider, int takes) => _waiting[provider] = takes;

    /// <param name="provider">The provider.</param>
    /// <param name="model">The model, one of the models file.</param>
    /// <param name="phase"><c>submit</c> or <c>wait</c>.</param>
    /// <param name="error">What went wrong; null when all went well.</param>
    /// <param name="took">How long it took.</param>
    public void Answered(string provider, string model, string phase, ErrorKind? error, TimeSpan took) => _duration.Record(
        took.TotalSeconds,
        new("provider", provider), new("model", model), new("phase", phase), new("outcome", error is { } kind ? SnakeCase.Of(kind) : "ok"));
}
