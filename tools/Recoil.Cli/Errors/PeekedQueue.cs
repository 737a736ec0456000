using RabbitMQ.Client;

namespace Recoil.Cli.Errors;

/// <summary>
/// The messages of one error queue, read but not acknowledged: those not acknowledged on disposal, or when the process dies, return
/// to the queue in their order.
/// </summary>
internal sealed class PeekedQueue : IAsyncDisposable
{
    /// <summary>The most messages that are read; the rest stay in the queue.</summary>
    public const int Most = 10_000;

    private readonly IChannel _channel;

    private PeekedQueue(IChannel channel, string queue, IReadOnlyList<FailedMessage> messages, bool all)
    {
        _channel = channel;
        Queue = queue;
        Messages = messages;
        IsAll = all;
    }

    public string Queue { get; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FailedMessage> Messages { get; }

    /// <summary>Whether these are all messages of the queue.</summary>
    public bool IsAll { get; }

    public static async Task<PeekedQueue> PeekAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        var messages = new List<FailedMessage>();
        while (messages.Count < Most)
        {
            if (await channel.BasicGetAsync(queue, autoAck: false, cancellationToken) is not { } taken)
                return new PeekedQueue(channel, queue, messages, all: true);
            messages.Add(FailedMessage.Of(queue, taken));
        }

        return new PeekedQueue(channel, queue, messages, all: false);
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
