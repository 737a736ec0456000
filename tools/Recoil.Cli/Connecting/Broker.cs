using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Recoil.Cli.Commands;
using Recoil.Hosting.Transport;

namespace Recoil.Cli.Connecting;

/// <summary>Connections to RabbitMQ itself, beside the bus.</summary>
internal static class Broker
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>Connects once, without trying again.</summary>
    /// <exception cref="CommandFailedException">It cannot be reached or refuses; the message says why.</exception>
    public static async Task<IConnection> OpenAsync(TransportOptions transport, CancellationToken cancellationToken)
    {
        transport.Validate();
        var factory = new ConnectionFactory
        {
            HostName = transport.Host,
            Port = transport.Port,
            VirtualHost = transport.VirtualHost,
            UserName = transport.Username,
            Password = transport.Password,
            ClientProvidedName = "recoil",
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = s_timeout,
            ContinuationTimeout = s_timeout,
        };
        if (transport.UseTls)
            factory.Ssl = new SslOption(transport.Host, enabled: true);
        try
        {
            return await factory.CreateConnectionAsync(cancellationToken);
        }
        catch (Exception unreachable) when (unreachable is RabbitMQClientException or IOException or TimeoutException)
        {
            throw new CommandFailedException(
                $"The broker at {transport.Address} cannot be used: {Reason(unreachable)} Start it, or correct Transport__Host and its companions.", unreachable)
            {
                ExitCode = ExitCode.Failed,
            };
        }
    }

    /// <summary>Makes sure that the broker answers.</summary>
    /// <exception cref="CommandFailedException">It does not; the message says why.</exception>
    public static async Task CheckAsync(TransportOptions transport, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(transport, cancellationToken);
    }

    /// <summary>The innermost cause: the outer ones say only that it did not work.</summary>
    private static string Reason(Exception exception)
    {
        var cause = exception;
        while (cause.InnerException is { } inner)
            cause = inner;
        return $"{cause.Message.ReplaceLineEndings(" ").TrimEnd('.')}.";
    }
}
