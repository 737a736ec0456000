using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Recoil.Bench.Load;

namespace Recoil.Bench.Limit;

/// <summary>
/// A service as plain code: takes a message, does what the script says of it to the store, sends what follows, and acknowledges
/// when the broker has confirmed that. It looks into nothing that it moves.
/// </summary>
internal sealed class LimitWorker : IAsyncDisposable
{
    /// <summary>As many as the services' endpoints hold ready.</summary>
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

    /// <summary>Starts to take the messages of these parties.</summary>
    public static async Task<LimitWorker> StartAsync(
        IReadOnlyCollection<Party> parties, IReadOnlyDictionary<string, Script> scripts, IPlainStore store, ConnectionFactory broker, CancellationToken cancellationToken)
    {
        var connection = await broker.CreateConnectionAsync($"bench limit {string.Join(", ", parties)}", cancellationToken);
        var worker = new LimitWorker(scripts, store, connection, await connection.CreateChannelAsync(Amqp.Confirmed, cancellationToken));
        foreach (var party in parties)
            await worker.ReceiveAsync(party, cancellationToken);
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _receiving)
            await channel.DisposeAsync();
        await _sending.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ReceiveAsync(Party party, CancellationToken cancellationToken)
    {
        var channel = await _connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false, consumerDispatchConcurrency: Prefetch), cancellationToken);
        _receiving.Add(channel);
        await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await TakeAsync(delivery);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(LimitTraffic.QueueOf(party), autoAck: false, consumer, cancellationToken);
    }

    private async Task TakeAsync(BasicDeliverEventArgs delivery)
    {
        var type = delivery.BasicProperties.Type!;
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        var path = type[..slash];
        var place = int.Parse(type.AsSpan(slash + 1), CultureInfo.InvariantCulture);
        var script = _scripts[path];
        var message = script.Messages[place];
        var shot = Guid.ParseExact(delivery.BasicProperties.CorrelationId!, "N");
        switch (message.Work)
        {
            case Work.Step:
                await _store.WriteAsync(shot, await _store.ReadAsync(shot), script.Documents[message.Step]);
                break;
            case Work.Reserve:
                await _store.ReserveAsync(ReservationOf(shot, script, place), path);
                break;
            case Work.Settle:
                await _store.SettleAsync(ReservationOf(shot, script, place), path);
                break;
            case Work.Review:
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

    /// <summary>Each take has a reservation: the how-many-eth of its kind a message is tells which.</summary>
    private static Guid ReservationOf(Guid shot, Script script, int place)
    {
        var take = 0;
        for (var at = 0; at < place; at++)
        {
            if (script.Messages[at].Work == script.Messages[place].Work)
                take++;
        }

        Span<byte> bytes = stackalloc byte[16];
        shot.TryWriteBytes(bytes);
        bytes[0] ^= (byte)take;
        return new Guid(bytes);
    }
}
