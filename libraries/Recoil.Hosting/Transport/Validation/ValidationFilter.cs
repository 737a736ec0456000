using MassTransit;
using Recoil.Contracts;

namespace Recoil.Hosting.Transport.Validation;

/// <summary>
/// Lets through what keeps the rules. Anything else goes to the endpoint's error queue at once, with one line in the log.
/// </summary>
/// <remarks>
/// A saga acts on the <see cref="Fault{T}"/> of a message, so one is published only for what a saga sent itself and waits for.
/// An invalid message of another sender does not change the shot whose id it carries.
/// </remarks>
internal sealed class ValidationFilter<T>(FailureLog log) : IFilter<ConsumeContext<T>>
    where T : class
{
    public Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var refusal = context.MessageId is null ? "the envelope has no messageId" : MessageRefusal<T>.Of(context.Message);
        return refusal is null ? next.Send(context) : RefuseAsync(context, refusal);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("validation");

    private async Task RefuseAsync(ConsumeContext<T> context, string reason)
    {
        log.Refused(typeof(T), context.MessageId, context.ReceiveContext.InputAddress, reason);
        var exception = new InvalidMessageException($"{FailureLog.NameOf(typeof(T))}: {reason}.");
        if (context.SourceAddress is { } source && EndpointNames.Sagas.Contains(FailureLog.EndpointOf(source)))
            await context.NotifyFaulted(context, TimeSpan.Zero, "validation", exception);
        throw exception;
    }
}
