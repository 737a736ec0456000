using MassTransit;

namespace Recoil.Hosting.Transport;

/// <summary>Publishes again what the transport does not finish.</summary>
public static class RepeatedPublishing
{
    /// <summary>
    /// Publishes until the broker has confirmed, or the transport says that it cannot. A message whose confirmation does not come for a minute
    /// is published once more.
    /// </summary>
    public static Task PublishUntilConfirmedAsync<T>(this IPublishEndpoint endpoint, T message, CancellationToken cancellationToken) where T : class =>
        RepeatedSend.UntilDoneAsync(() => endpoint.Publish(message, cancellationToken), RepeatedSend.Patience, cancellationToken);
}
