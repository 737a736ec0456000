using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Recoil.Bench.Load;
using Recoil.Contracts;

namespace Recoil.Bench.Recording;

/// <summary>Hears all that the services say to each other, beside those it is meant for.</summary>
internal sealed class TrafficTap : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly ConcurrentQueue<RecordedMessage> _heard = new();

    private TrafficTap(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    /// <summary>Everything that was heard, in order.</summary>
    public IReadOnlyCollection<RecordedMessage> Heard => _heard;

    /// <summary>Listens to the exchanges of all messages that a shot needs.</summary>
    public static async Task<TrafficTap> OpenAsync(ConnectionFactory broker, CancellationToken cancellationToken)
    {
        var connection = await broker.CreateConnectionAsync("bench tap", cancellationToken);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var tap = new TrafficTap(connection, channel);
        var queue = (await channel.QueueDeclareAsync(cancellationToken: cancellationToken)).QueueName;
        try
        {
            foreach (var type in RecordedMessage.Types)
                await channel.QueueBindAsync(queue, $"Recoil.Contracts:{type}", "#", cancellationToken: cancellationToken);
        }
        catch (OperationInterruptedException missing)
        {
            await tap.DisposeAsync();
            throw new BenchFailedException($"The services do not listen to everything a shot needs: {missing.Message}", missing);
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            tap._heard.Enqueue(Read(delivery));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer, cancellationToken);
        return tap;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static RecordedMessage Read(BasicDeliverEventArgs delivery)
    {
        using var envelope = JsonDocument.Parse(delivery.Body);
        var message = envelope.RootElement.GetProperty("message");
        var type = envelope.RootElement.GetProperty("messageType")[0].GetString()!;
        return new RecordedMessage(
            type[(type.LastIndexOf(':') + 1)..],
            message.TryGetProperty("correlationId", out var shot) ? shot.GetGuid() : ShotIdentity.OfShot(Text("project"), Text("runId"), Text("shotId")),
            delivery.Body.ToArray());

        string Text(string name) => message.GetProperty(name).GetString()!;
    }
}

/// <summary>A message as it went over the broker.</summary>
/// <param name="Type">Its type's name.</param>
/// <param name="Shot">The shot that it is about.</param>
/// <param name="Body">The envelope.</param>
internal sealed record RecordedMessage(string Type, Guid Shot, byte[] Body)
{
    /// <summary>All that a shot needs.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        "ShotRequested", "ReserveBudget", "BudgetReserved", "GenerateTake", "GenerationCompleted", "SettleBudget", "CritiqueTake", "CriticVerdict",
        "EnqueueReview", "ShotCompleted",
    ];
}
