using RabbitMQ.Client;
using Recoil.Hosting.Transport;

namespace Recoil.Bench.Load;

/// <summary>Plain connections to the broker.</summary>
internal static class Amqp
{
    /// <summary>A message counts as sent when the broker has it on disk; any number may wait for that at once.</summary>
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

    /// <summary>A queue as every endpoint of the services has one.</summary>
    public static Task DeclareQuorumQueueAsync(this IChannel channel, string queue, CancellationToken cancellationToken) => channel.QueueDeclareAsync(
        queue, durable: true, exclusive: false, autoDelete: false,
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" }, cancellationToken: cancellationToken);
}
