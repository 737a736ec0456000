using MassTransit;

namespace Recoil.Hosting.Telemetry;

/// <summary>Counts the messages that are on their way to an error queue.</summary>
internal sealed class FaultCounter(string endpoint, BusMetrics metrics) : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        metrics.Faulted(endpoint);
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("fault-counter");
}
