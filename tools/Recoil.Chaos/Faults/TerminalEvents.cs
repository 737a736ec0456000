using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Hosting.Transport.Connecting;

namespace Recoil.Chaos.Faults;

/// <summary>Receives the terminal event of every shot through a durable queue on the topic exchange, as a dashboard does.</summary>
internal sealed class TerminalEvents(TransportOptions transport) : IAsyncDisposable
{
    private const string Queue = "chaos-dashboard";
    private const string Exchange = "Recoil.Contracts:ShotCompleted";
    private static readonly TimeSpan s_reconnectDelay = TimeSpan.FromMilliseconds(300);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>A queue that outlives any one node; each end of a connection counts as a delivery.</summary>
    private static readonly Dictionary<string, object?> s_quorum = new(StringComparer.Ordinal) { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = 1_000 };

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<TerminalEvent> _received = new();
    private Task _work = Task.CompletedTask;

    /// <summary>The received events in order, including redeliveries.</summary>
    public IReadOnlyCollection<TerminalEvent> Received => _received;

    /// <summary>Starts; completes when the queue is bound.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work = ListenAsync(started);
        await started.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task ListenAsync(TaskCompletionSource started)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await RabbitMqConnection.OpenAsync(transport, "chaos dashboard", _stop.Token);
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                connection.ConnectionShutdownAsync += (_, _) =>
                {
                    ended.TrySetResult();
                    return Task.CompletedTask;
                };
                await using var channel = await connection.CreateChannelAsync(cancellationToken: _stop.Token);
                await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, s_quorum, cancellationToken: _stop.Token);
                await channel.QueueBindAsync(Queue, Exchange, $"{Shots.ChaosShots.Project}.*", cancellationToken: _stop.Token);
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += async (_, delivery) =>
                {
                    Receive(delivery);
                    await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
                };
                await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, _stop.Token);
                started.TrySetResult();
                await ended.Task.WaitAsync(_stop.Token);
            }
            catch (Exception broken) when (RabbitMqConnection.IsOutage(broken))
            {
                await Task.Delay(s_reconnectDelay, CancellationToken.None);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Receive(BasicDeliverEventArgs delivery)
    {
        using var envelope = JsonDocument.Parse(delivery.Body);
        var message = envelope.RootElement.GetProperty("message");
        _received.Enqueue(new TerminalEvent(
            delivery.BasicProperties.MessageId ?? "", message.GetProperty("shotId").GetString() ?? "", delivery.RoutingKey,
            message.GetProperty("status").Deserialize<ShotStatus>(s_json), message.GetProperty("round").GetInt32(),
            message.TryGetProperty("reviewQueueId", out var review) ? review.GetGuid() : null));
    }
}

/// <summary>A received terminal event.</summary>
internal sealed record TerminalEvent(string MessageId, string ShotId, string RoutingKey, ShotStatus Status, int Round, Guid? ReviewId);
