using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Recoil.Bench.Load;

namespace Recoil.Bench.Limit;

/// <summary>Shots that plain code brings to their end: messages say in their properties which shot and which place in the script.</summary>
internal sealed class LimitTraffic(IReadOnlyDictionary<string, Script> scripts) : ITraffic
{
    public static string QueueOf(Party party) => $"limit-{party.ToString().ToLowerInvariant()}";

    public async Task<string> DeclareEndsAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var party in Enum.GetValues<Party>())
            await channel.DeclareQuorumQueueAsync(QueueOf(party), cancellationToken);
        return QueueOf(Party.Ends);
    }

    public Asking Ask(BenchPath path, string run, int number)
    {
        var shot = Guid.NewGuid().ToString("N");
        var request = scripts[path.Name].Messages[0];
        return new Asking(shot, "", QueueOf(request.To), Properties(shot, path.Name, 0), request.Body);
    }

    public (string Shot, string? Mistake) Hear(BasicDeliverEventArgs delivery) => (delivery.BasicProperties.CorrelationId!, null);

    public static BasicProperties Properties(string shot, string path, int place) => new()
    {
        MessageId = Guid.NewGuid().ToString(),
        CorrelationId = shot,
        Type = $"{path}/{place}",
        ContentType = "application/vnd.masstransit+json",
        DeliveryMode = DeliveryModes.Persistent,
    };
}
