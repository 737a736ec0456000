using RabbitMQ.Client;
using Recoil.Hosting.Transport;

namespace Recoil.Chaos.Faults;

/// <summary>Plain connections to the broker, beside the bus.</summary>
internal static class Amqp
{
    /// <summary>One connection that does not come back by itself.</summary>
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
