namespace Recoil.Hosting.Tests.Telemetry;

/// <summary>A span as a collector hears of it.</summary>
internal sealed record CollectedSpan(
    string Service, string Source, string Name, string TraceId, string SpanId, string ParentId, IReadOnlyList<string> LinkedTraces,
    IReadOnlyDictionary<string, object> Attributes)
{
    public override string ToString() =>
        $"{Service} | {Name} | {SpanId} in {ParentId} | {string.Join(", ", Attributes.Where(a => a.Key.StartsWith("recoil.", StringComparison.Ordinal)).Select(a => $"{a.Key}={a.Value}"))}";
}
