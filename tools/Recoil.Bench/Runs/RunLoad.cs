using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Recoil.Bench.Load;
using Recoil.Bench.Processes;
using Recoil.Contracts;
using Recoil.Hosting.Transport;

namespace Recoil.Bench.Runs;

/// <summary>Requests runs and hears the ends of their shots and their own, as a planner with a dashboard does.</summary>
internal sealed class RunLoad : IAsyncDisposable
{
    private const string Requested = "Recoil.Contracts:RunRequested";
    private const string ShotEnded = "Recoil.Contracts:ShotCompleted";
    private const string RunEnded = "Recoil.Contracts:RunCompleted";
    private const string Queue = "bench-ends";
    private const ushort Prefetch = 256;

    /// <summary>The second keyframe of a scene waits for the first, and a run of a hundred shots has as many under way as a long one.</summary>
    private const int ShotsOfScene = 2;
    private const int UnderWay = 50;

    /// <summary>Longer than the services need to store the largest plan.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(120);
    private static readonly string[] s_types = [$"urn:message:{Requested}"];
    private static readonly JsonSerializerOptions s_json = MessageJson.Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    private readonly IConnection _connection;
    private readonly IChannel _publishing;
    private readonly IChannel _receiving;
    private readonly SemaphoreSlim _heard = new(0);
    private readonly ConcurrentDictionary<string, RunCompleted?> _runs = new(StringComparer.Ordinal);
    private string? _error;
    private int _ends;

    private RunLoad(IConnection connection, IChannel publishing, IChannel receiving) => (_connection, _publishing, _receiving) = (connection, publishing, receiving);

    public static async Task<RunLoad> OpenAsync(ConnectionFactory broker, CancellationToken cancellationToken)
    {
        var connection = await broker.CreateConnectionAsync("bench load generator", cancellationToken);
        var load = new RunLoad(
            connection, await connection.CreateChannelAsync(Amqp.Confirmed, cancellationToken), await connection.CreateChannelAsync(cancellationToken: cancellationToken));
        await load.ListenAsync(cancellationToken);
        return load;
    }

    /// <summary>Makes runs of one size one after the other.</summary>
    /// <exception cref="BenchFailedException">A shot ends with an unexpected status, or nothing is heard for too long.</exception>
    public async Task RunAsync(IReadOnlyList<string> runs, int shots, CancellationToken cancellationToken)
    {
        _runs.Clear();
        foreach (var run in runs)
        {
            _runs[run] = null;
            await PublishAsync(RequestOf(run, shots), cancellationToken);
            while (_runs[run] is null)
            {
                if (!await _heard.WaitAsync(s_silence, cancellationToken))
                    throw new BenchFailedException($"Nothing was heard of a run of {shots} shots for {s_silence.TotalSeconds:F0} s.");
                if (_error is not null)
                    throw new BenchFailedException(_error);
            }
        }

        if (_runs.Values.FirstOrDefault(end => end!.CountsByStatus.GetValueOrDefault(SnakeCase.Of(BenchPath.Happy.Status)) != shots) is { } bad)
            throw new BenchFailedException($"Run {bad.RunId} ended with {JsonSerializer.Serialize(bad.CountsByStatus)} and {bad.NotStarted} not started; {shots} good shots were expected.");
    }

    private async Task PublishAsync(RunRequested run, CancellationToken cancellationToken)
    {
        var messageId = Guid.NewGuid();
        await _publishing.BasicPublishAsync(
            Requested, "", mandatory: true,
            new BasicProperties { MessageId = messageId.ToString(), ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent },
            JsonSerializer.SerializeToUtf8Bytes(new { MessageId = messageId, MessageType = s_types, Message = run, SentTime = DateTime.UtcNow }, s_json),
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _publishing.DisposeAsync();
        await _receiving.DisposeAsync();
        await _connection.DisposeAsync();
        _heard.Dispose();
    }

    private static RunRequested RequestOf(string run, int shots) => new()
    {
        Project = "bench",
        RunId = run,
        EpisodeId = "E01",
        Model = InstantServices.Model,
        EpisodeCap = 1_000_000,
        ShotCap = 100,
        MaxParallel = UnderWay,
        Shots =
        [
            .. Enumerable.Range(0, shots).Select(number => new ShotFields
            {
                ShotId = $"SH{number:D6}",
                Prompt = "Wide shot. The harbour at first light, nets drying, one lamp still burning in the pilot's house.",
                SceneIndex = number / ShotsOfScene,
            }),
        ],
    };

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await _receiving.DeclareQuorumQueueAsync(Queue, cancellationToken);
        await _receiving.QueueBindAsync(Queue, ShotEnded, "#", cancellationToken: cancellationToken);

        // As MassTransit declares it, which the first run's end does.
        await _receiving.ExchangeDeclareAsync(RunEnded, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await _receiving.QueueBindAsync(Queue, RunEnded, "#", cancellationToken: cancellationToken);
        await _receiving.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(_receiving);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            Hear(delivery);
            await _receiving.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await _receiving.BasicConsumeAsync(Queue, autoAck: false, consumer, cancellationToken);
    }

    private void Hear(BasicDeliverEventArgs delivery)
    {
        using var envelope = JsonDocument.Parse(delivery.Body);
        var message = envelope.RootElement.GetProperty("message");
        if (message.GetProperty("runId").GetString() is not { } run || !_runs.ContainsKey(run))
            return;
        if (delivery.Exchange == RunEnded)
        {
            _runs[run] = message.Deserialize<RunCompleted>(s_json);
            _heard.Release();
        }
        else
        {
            _error ??= BenchPath.Happy.ErrorOf(message.GetProperty("shotId").GetString()!, message.GetProperty("status").Deserialize<ShotStatus>(s_json));
            if (_error is not null || Interlocked.Increment(ref _ends) % 1_000 == 0)
                _heard.Release();
        }
    }
}
