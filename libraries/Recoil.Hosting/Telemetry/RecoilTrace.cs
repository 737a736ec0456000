using System.Diagnostics;

namespace Recoil.Hosting.Telemetry;

/// <summary>Spans of our own, beside those of the bus.</summary>
public static class RecoilTrace
{
    /// <summary>Their source's name.</summary>
    public const string SourceName = "Recoil";

    internal static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Starts a child span; null without a listener.</summary>
    public static Activity? Start(string name, ActivityKind kind = ActivityKind.Internal) => Source.StartActivity(name, kind);
}
