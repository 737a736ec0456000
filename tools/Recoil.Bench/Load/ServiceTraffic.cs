using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Recoil.Contracts;
using Recoil.Hosting.Transport;

namespace Recoil.Bench.Load;

/// <summary>Traffic for the services, with the envelopes that any planner publishes.</summary>
/// <param name="model">The model of every shot.</param>
internal sealed class ServiceTraffic(string model) : ITraffic
{
    private const string Requested = "Recoil.Contracts:ShotRequested";
    private const string Completed = "Recoil.Contracts:ShotCompleted";
    private const string Envelope = "application/vnd.masstransit+json";
    private static readonly string[] s_types = [$"urn:message:{Requested}"];
    private static readonly JsonSerializerOptions s_json = MessageJson.Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Options for the model's provider.</summary>
    public IReadOnlyDictionary<string, string>? ProviderOptions { get; init; }

    public async Task<string> DeclareCompletionQueueAsync(IChannel channel, CancellationToken cancellationToken)
    {
        const string Queue = "bench-ends";
        await channel.DeclareQuorumQueueAsync(Queue, cancellationToken);
        await channel.QueueBindAsync(Queue, Completed, "#", cancellationToken: cancellationToken);
        return Queue;
    }

    public OutgoingRequest CreateRequest(BenchPath path, string run, int number)
    {
        var shotId = $"{run}-{number:D6}";
        var messageId = Guid.NewGuid();
        return new OutgoingRequest(
            shotId, Requested, "",
            new BasicProperties { MessageId = messageId.ToString(), ContentType = Envelope, DeliveryMode = DeliveryModes.Persistent },
            JsonSerializer.SerializeToUtf8Bytes(
                new { MessageId = messageId, MessageType = s_types, Message = path.Request(run, shotId, model) with { ProviderOptions = ProviderOptions }, SentTime = DateTime.UtcNow }, s_json));
    }

    public (string Shot, string? Error) ReadCompletion(BasicDeliverEventArgs delivery)
    {
        using var envelope = JsonDocument.Parse(delivery.Body);
        var message = envelope.RootElement.GetProperty("message");
        var shotId = message.GetProperty("shotId").GetString()!;
        return (shotId, BenchPath.OfRun(message.GetProperty("runId").GetString()!).ErrorOf(shotId, message.GetProperty("status").Deserialize<ShotStatus>(s_json)));
    }
}
