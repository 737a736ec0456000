using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Recoil.Bench.Load;

namespace Recoil.Bench.Limit;

/// <summary>Traffic for the limit workers: message properties carry the shot and the position in the script.</summary>
internal sealed class LimitTraffic(IReadOnlyDictionary<string, Script> scripts) : ITraffic
{
    public static string QueueOf(Recipient recipient) => $"limit-{recipient.ToString().ToLowerInvariant()}";

    public async Task<string> DeclareCompletionQueueAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var recipient in Enum.GetValues<Recipient>())
            await channel.DeclareQuorumQueueAsync(QueueOf(recipient), cancellationToken);
        return QueueOf(Recipient.Completions);
    }

    public OutgoingRequest CreateRequest(BenchPath path, string run, int number)
    {
        var shot = Guid.NewGuid().ToString("N");
        var request = scripts[path.Name].Messages[0];
        return new OutgoingRequest(shot, "", QueueOf(request.To), Properties(shot, path.Name, 0), request.Body);
    }

    public (string Shot, string? Error) ReadCompletion(BasicDeliverEventArgs delivery) => (delivery.BasicProperties.CorrelationId!, null);

    public static BasicProperties Properties(string shot, string path, int position) => new()
    {
        MessageId = Guid.NewGuid().ToString(),
        CorrelationId = shot,
        Type = $"{path}/{position}",
        ContentType = "application/vnd.masstransit+json",
        DeliveryMode = DeliveryModes.Persistent,
    };
}
