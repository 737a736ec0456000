using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Recoil.Bench.Load;
using Recoil.Contracts;

namespace Recoil.Bench.Recording;

/// <summary>Records copies of all messages between the services.</summary>
internal sealed class MessageRecorder : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly ConcurrentQueue<RecordedMessage> _messages = new();

    private MessageRecorder(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    /// <summary>The recorded messages, in order.</summary>
    public IReadOnlyCollection<RecordedMessage> Messages => _messages;

    /// <summary>Binds a queue to the exchanges of all message types of a shot.</summary>
    public static async Task<MessageRecorder> OpenAsync(ConnectionFactory broker, CancellationToken cancellationToken)
    {
        var connection = await broker.CreateConnectionAsync("bench recorder", cancellationToken);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var recorder = new MessageRecorder(connection, channel);
        var queue = (await channel.QueueDeclareAsync(cancellationToken: cancellationToken)).QueueName;
        try
        {
            foreach (var type in RecordedMessage.Types)
                await channel.QueueBindAsync(queue, $"Recoil.Contracts:{type}", "#", cancellationToken: cancellationToken);
        }
        catch (OperationInterruptedException missing)
        {
            await recorder.DisposeAsync();
            throw new BenchFailedException($"An exchange of a shot's messages is missing: {missing.Message}", missing);
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            recorder._messages.Enqueue(Read(delivery));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer, cancellationToken);
        return recorder;
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

/// <summary>A recorded message.</summary>
/// <param name="Type">The message type's name.</param>
/// <param name="Shot">The shot's correlation id.</param>
/// <param name="Body">The message's envelope.</param>
internal sealed record RecordedMessage(string Type, Guid Shot, byte[] Body)
{
    /// <summary>The message types of a shot.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        "ShotRequested", "ReserveBudget", "BudgetReserved", "GenerateTake", "GenerationCompleted", "SettleBudget", "CritiqueTake", "CriticVerdict",
        "EnqueueReview", "ShotCompleted",
    ];
}
