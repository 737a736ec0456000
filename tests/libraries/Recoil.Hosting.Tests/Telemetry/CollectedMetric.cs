namespace Recoil.Hosting.Tests.Telemetry;

/// <summary>A point of a metric as a collector hears of it; a histogram's value is its count.</summary>
internal sealed record CollectedMetric(string Service, string Name, string Unit, double Value, IReadOnlyDictionary<string, object> Attributes);
