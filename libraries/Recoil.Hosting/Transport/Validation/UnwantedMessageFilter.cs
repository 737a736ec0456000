using MassTransit;
using MassTransit.Middleware.Rescue;
using MassTransit.Transports;

namespace Recoil.Hosting.Transport.Validation;

/// <summary>
/// A message that nothing on this endpoint takes goes to the error queue at once. Left to the transport, it would be delivered
/// again and again until the delivery limit is reached.
/// </summary>
internal sealed class UnwantedMessageFilter(FailureLog log) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        log.Unwanted(context);
        var exception = new InvalidMessageException("Nothing on this endpoint takes such a message.");
        await context.GetPayload<IErrorTransport>().Send(new RescueExceptionReceiveContext(context, exception));
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unwanted");
}
