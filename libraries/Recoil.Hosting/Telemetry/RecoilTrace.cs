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

    /// <summary>Starts a span about a message that was received earlier, perhaps by another process; null without a listener.</summary>
    /// <param name="name">The span's name.</param>
    /// <param name="message">The message, whose shot's tags the span gets; null for none.</param>
    /// <param name="traceParent">The W3C trace context that the span continues; null begins a trace.</param>
    /// <param name="kind">The span's kind.</param>
    public static Activity? StartFor(string name, object? message, string? traceParent, ActivityKind kind)
    {
        var parent = traceParent is not null && ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var given) ? given : default;
        var activity = Source.StartActivity(name, kind, parent);
        if (activity is not null && message is not null)
            ShotTags.Set(activity, ShotTags.Of(message));
        return activity;
    }
}
