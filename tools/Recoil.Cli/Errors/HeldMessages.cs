using RabbitMQ.Client;

namespace Recoil.Cli.Errors;

/// <summary>
/// The messages of one error queue, taken but not acknowledged: whatever is not acknowledged when this is disposed, or when the
/// process dies, is in the queue again, in its old order.
/// </summary>
internal sealed class HeldMessages : IAsyncDisposable
{
    /// <summary>So many are looked at; what lies behind them is left where it is.</summary>
    public const int Most = 10_000;

    private readonly IChannel _channel;

    private HeldMessages(IChannel channel, string queue, IReadOnlyList<FailedMessage> messages, bool all)
    {
        _channel = channel;
        Queue = queue;
        Messages = messages;
        IsAll = all;
    }

    public string Queue { get; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FailedMessage> Messages { get; }

    /// <summary>Whether the queue held no more.</summary>
    public bool IsAll { get; }

    public static async Task<HeldMessages> TakeAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        var messages = new List<FailedMessage>();
        while (messages.Count < Most)
        {
            if (await channel.BasicGetAsync(queue, autoAck: false, cancellationToken) is not { } taken)
                return new HeldMessages(channel, queue, messages, all: true);
            messages.Add(FailedMessage.Of(queue, taken));
        }

        return new HeldMessages(channel, queue, messages, all: false);
    }

    /// <summary>Puts a message back to where it failed, as it was before it did; the copy here goes when the broker has that one.</summary>
    /// <exception cref="RabbitMQ.Client.Exceptions.PublishException">The queue is not there or does not take it; the copy stays.</exception>
    public async Task RetryAsync(FailedMessage message, CancellationToken cancellationToken)
    {
        await _channel.BasicPublishAsync(
            exchange: "", routingKey: ErrorQueues.OriginOf(Queue), mandatory: true, message.BeforeItFailed(), message.Body, cancellationToken);
        await _channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
    }

    public async Task DiscardAsync(FailedMessage message, CancellationToken cancellationToken) =>
        await _channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);

    public ValueTask DisposeAsync() => _channel.DisposeAsync();
}
