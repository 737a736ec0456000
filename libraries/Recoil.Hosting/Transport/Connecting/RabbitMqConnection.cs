using RabbitMQ.Client;

namespace Recoil.Hosting.Transport.Connecting;

/// <summary>Connections to RabbitMQ beside the bus.</summary>
public static class RabbitMqConnection
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Connects to any node that answers, without trying again. The connection does not recover by itself.</summary>
    /// <param name="transport">Where the broker is.</param>
    /// <param name="name">The connection's name in RabbitMQ's lists.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="RabbitMQ.Client.Exceptions.BrokerUnreachableException">It cannot be reached or refuses.</exception>
    public static Task<IConnection> OpenAsync(TransportOptions transport, string name, CancellationToken cancellationToken) =>
        FactoryOf(transport, name).CreateConnectionAsync(EndpointsOf(transport), cancellationToken);

    /// <summary>A channel whose publishes complete when the broker has the message safe.</summary>
    public static Task<IChannel> CreateConfirmingChannelAsync(this IConnection connection, CancellationToken cancellationToken) =>
        connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);

    /// <summary>Whether an exception says that the broker is away or has closed a connection or channel.</summary>
    public static bool IsOutage(Exception exception) =>
        exception is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException or TimeoutException or System.Net.Sockets.SocketException;

    private static IEnumerable<AmqpTcpEndpoint> EndpointsOf(TransportOptions transport) =>
        transport.Nodes().Select(node => new AmqpTcpEndpoint(node.Host, node.Port, new SslOption(transport.Host, enabled: transport.UseTls)));

    private static ConnectionFactory FactoryOf(TransportOptions transport, string name) => new()
    {
        VirtualHost = transport.VirtualHost,
        UserName = transport.Username,
        Password = transport.Password,
        ClientProvidedName = name,
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = s_timeout,
        ContinuationTimeout = s_timeout,
        RequestedHeartbeat = s_heartbeat,
    };
}
