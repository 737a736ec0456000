using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Recoil.Hosting.Transport.Connecting;
using Recoil.Storage.Failures;

namespace Recoil.Hosting.Transport.Failures;

/// <summary>Sends failed messages back to the queue they failed in.</summary>
public interface IFailedMessageSender
{
    /// <summary>Sends a message and waits until the broker has it safe.</summary>
    /// <param name="errorQueue">The error queue that the message came through.</param>
    /// <param name="content">What to send.</param>
    /// <param name="cancellationToken">Ends the wait; the message may have been sent.</param>
    /// <returns>Why the broker did not take it, in one line; null when it did.</returns>
    Task<string?> SendBackAsync(string errorQueue, FailedMessageContent content, CancellationToken cancellationToken);
}

/// <summary>Keeps its connection for the next message; an idle one costs nothing.</summary>
internal sealed class FailedMessageSender(TransportOptions transport) : IFailedMessageSender, IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1);
    private IConnection? _connection;
    private IChannel? _channel;

    public async Task<string?> SendBackAsync(string errorQueue, FailedMessageContent content, CancellationToken cancellationToken)
    {
        var origin = ErrorQueues.OriginOf(errorQueue);
        var channel = await OpenAsync(cancellationToken);
        try
        {
            await channel.BasicPublishAsync("", origin, mandatory: true, AmqpPropertiesJson.Read(content.Properties.Span), content.Body, cancellationToken);
            return null;
        }
        catch (PublishException refused)
        {
            return refused.IsReturn ? $"There is no queue {origin}; start its service." : $"The broker refused it for {origin}.";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _connecting.Dispose();
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_channel is { IsOpen: true } open)
                return open;
            await CloseAsync();
            _connection = await RabbitMqConnection.OpenAsync(transport, "recoil retries", cancellationToken);
            return _channel = await _connection.CreateConfirmingChannelAsync(cancellationToken);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task CloseAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
        if (_connection is not null)
            await _connection.DisposeAsync();
        (_channel, _connection) = (null, null);
    }
}
