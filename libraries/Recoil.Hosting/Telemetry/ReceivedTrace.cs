using System.Diagnostics;
using MassTransit;
using MassTransit.Logging;

namespace Recoil.Hosting.Telemetry;

/// <summary>
/// Reads a received message's trace from its headers: the tags of the shot, and the W3C header <c>traceparent</c> of a planner that
/// does not set MassTransit's own <c>MT-Activity-Id</c>.
/// </summary>
internal sealed class ReceivedTrace : IFilter<ReceiveContext>
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (Activity.Current is not { } received)
        {
            await next.Send(context);
            return;
        }

        foreach (var name in ShotTags.All)
        {
            if (context.TransportHeaders.TryGetHeader(name, out var header) && ShotTags.Read(name, header) is { } value)
                received.SetTag(name, value);
        }

        if (Given(context.TransportHeaders) is { } planner)
            await ContinueTraceAsync(planner, received, context, next);
        else
            await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("received-trace");

    private static ActivityContext? Given(Headers headers) =>
        !headers.TryGetHeader(DiagnosticHeaders.ActivityId, out _)
            && headers.TryGetHeader(TraceParent, out var parent)
            && ActivityContext.TryParse(parent as string, headers.TryGetHeader(TraceState, out var state) ? state as string : null, isRemote: true, out var given)
            ? given
            : null;

    /// <summary>MassTransit found no header of its own and began a new trace: a span in the planner's trace replaces its span.</summary>
    private static async Task ContinueTraceAsync(ActivityContext planner, Activity received, ReceiveContext context, IPipe<ReceiveContext> next)
    {
        received.IsAllDataRequested = false;
        received.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        using var activity = RecoilTrace.Source.StartActivity(received.OperationName, ActivityKind.Consumer, planner, received.TagObjects);
        try
        {
            await next.Send(context);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
    }
}
