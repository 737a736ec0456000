using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Recoil.Bench.Load;

namespace Recoil.Bench.Limit;

/// <summary>
/// Does the work of a service without MassTransit: receives a message, applies the script's store operation, publishes the script's
/// next messages, and acknowledges after the broker's confirmation. It does not deserialize messages or documents.
/// </summary>
internal sealed class LimitWorker : IAsyncDisposable
{
    /// <summary>The prefetch count of the services' endpoints.</summary>
    public const ushort Prefetch = 64;

    private readonly IReadOnlyDictionary<string, Script> _scripts;
    private readonly IPlainStore _store;
    private readonly IConnection _connection;
    private readonly IChannel _sending;
    private readonly List<IChannel> _receiving = [];

    private LimitWorker(IReadOnlyDictionary<string, Script> scripts, IPlainStore store, IConnection connection, IChannel sending)
    {
        _scripts = scripts;
        _store = store;
        _connection = connection;
        _sending = sending;
    }

    /// <summary>Starts consuming the queues of these recipients.</summary>
    public static async Task<LimitWorker> StartAsync(
        IReadOnlyCollection<Recipient> recipients, IReadOnlyDictionary<string, Script> scripts, IPlainStore store, ConnectionFactory broker, CancellationToken cancellationToken)
    {
        var connection = await broker.CreateConnectionAsync($"bench limit {string.Join(", ", recipients)}", cancellationToken);
        var worker = new LimitWorker(scripts, store, connection, await connection.CreateChannelAsync(Amqp.Confirmed, cancellationToken));
        foreach (var recipient in recipients)
            await worker.ReceiveAsync(recipient, cancellationToken);
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _receiving)
            await channel.DisposeAsync();
        await _sending.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ReceiveAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        var channel = await _connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false, consumerDispatchConcurrency: Prefetch), cancellationToken);
        _receiving.Add(channel);
        await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await HandleAsync(delivery);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(LimitTraffic.QueueOf(recipient), autoAck: false, consumer, cancellationToken);
    }

    private async Task HandleAsync(BasicDeliverEventArgs delivery)
    {
        var type = delivery.BasicProperties.Type!;
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        var path = type[..slash];
        var position = int.Parse(type.AsSpan(slash + 1), CultureInfo.InvariantCulture);
        var script = _scripts[path];
        var message = script.Messages[position];
        var shot = Guid.ParseExact(delivery.BasicProperties.CorrelationId!, "N");
        switch (message.Work)
        {
            case StoreWork.Step:
                await _store.WriteAsync(shot, await _store.ReadAsync(shot), script.Documents[message.Step]);
                break;
            case StoreWork.Reserve:
                await _store.ReserveAsync(ReservationOf(shot, script, position), path);
                break;
            case StoreWork.Settle:
                await _store.SettleAsync(ReservationOf(shot, script, position), path);
                break;
            case StoreWork.Review:
                await _store.EnqueueAsync(shot, message.Body);
                break;
        }

        if (message.Next.Count == 1)
            await SendAsync(message.Next[0]);
        else if (message.Next.Count > 1)
            await Task.WhenAll(message.Next.Select(SendAsync));

        Task SendAsync(int next) => _sending.BasicPublishAsync(
            "", LimitTraffic.QueueOf(script.Messages[next].To), mandatory: true,
            LimitTraffic.Properties(delivery.BasicProperties.CorrelationId!, path, next), script.Messages[next].Body).AsTask();
    }

    /// <summary>Each take has its own reservation: the nth message of a kind belongs to the nth take.</summary>
    private static Guid ReservationOf(Guid shot, Script script, int position)
    {
        var take = 0;
        for (var at = 0; at < position; at++)
        {
            if (script.Messages[at].Work == script.Messages[position].Work)
                take++;
        }

        Span<byte> bytes = stackalloc byte[16];
        shot.TryWriteBytes(bytes);
        bytes[0] ^= (byte)take;
        return new Guid(bytes);
    }
}
