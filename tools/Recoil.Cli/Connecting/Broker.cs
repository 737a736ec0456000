using Recoil.Cli.Commands;
using Recoil.Hosting.Transport;
using Recoil.Hosting.Transport.Connecting;

namespace Recoil.Cli.Connecting;

/// <summary>RabbitMQ itself, beside the bus.</summary>
internal static class Broker
{
    /// <summary>Makes sure that the broker answers; tries once.</summary>
    /// <exception cref="CommandFailedException">It cannot be reached or refuses; the message says why.</exception>
    public static async Task CheckAsync(TransportOptions transport, CancellationToken cancellationToken)
    {
        transport.Validate();
        try
        {
            await using var connection = await RabbitMqConnection.OpenAsync(transport, "recoil", cancellationToken);
        }
        catch (Exception unreachable) when (RabbitMqConnection.IsOutage(unreachable))
        {
            throw new CommandFailedException(
                $"The broker at {transport.Address} cannot be used: {Reason(unreachable)} Start it, or correct Transport__Host and its companions.", unreachable)
            {
                ExitCode = ExitCode.Failed,
            };
        }
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
