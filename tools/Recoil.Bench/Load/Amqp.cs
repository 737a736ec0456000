using RabbitMQ.Client;
using Recoil.Hosting.Transport;

namespace Recoil.Bench.Load;

/// <summary>Connections to the broker without MassTransit.</summary>
internal static class Amqp
{
    /// <summary>Publisher confirms are on, without a limit for outstanding confirms.</summary>
    public static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);

    public static ConnectionFactory Of(TransportOptions transport) => new()
    {
        HostName = transport.Host,
        Port = transport.Port,
        VirtualHost = transport.VirtualHost,
        UserName = transport.Username,
        Password = transport.Password,
        AutomaticRecoveryEnabled = false,
    };

    /// <summary>Declares a durable quorum queue, the kind that the services' endpoints use.</summary>
    public static Task DeclareQuorumQueueAsync(this IChannel channel, string queue, CancellationToken cancellationToken) => channel.QueueDeclareAsync(
        queue, durable: true, exclusive: false, autoDelete: false,
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" }, cancellationToken: cancellationToken);
}
