namespace Recoil.Hosting.Tests.Telemetry;

/// <summary>A log record as a collector receives it.</summary>
internal sealed record CollectedLog(string Service, string Severity, string Body, string TraceId, string SpanId, IReadOnlyDictionary<string, object> Attributes);
