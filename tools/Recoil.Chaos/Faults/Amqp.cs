using RabbitMQ.Client;
using Recoil.Hosting.Transport;

namespace Recoil.Chaos.Faults;

/// <summary>Connections to the broker without MassTransit.</summary>
internal static class Amqp
{
    /// <summary>Opens a connection without automatic recovery.</summary>
    public static Task<IConnection> ConnectAsync(TransportOptions transport, string name, CancellationToken cancellationToken) => new ConnectionFactory
    {
        HostName = transport.Host,
        Port = transport.Port,
        VirtualHost = transport.VirtualHost,
        UserName = transport.Username,
        Password = transport.Password,
        Ssl = new SslOption(transport.Host, enabled: transport.UseTls),
        AutomaticRecoveryEnabled = false,
        ClientProvidedName = name,
    }.CreateConnectionAsync(cancellationToken);
}
