using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Recoil.Hosting.Transport;
using Recoil.Hosting.Transport.Connecting;
using Recoil.Local;
using Recoil.Local.Broker;

namespace Recoil.Chaos;

/// <summary>The broker of a run: one of its own, or the one that the options name.</summary>
internal sealed class ChaosBroker
{
    private static readonly string[] s_endings = ["", "_error", "_skipped"];

    private ChaosBroker(TransportOptions transport, LocalBroker? own) => (Transport, Own) = (transport, own);

    public TransportOptions Transport { get; }

    /// <summary>The broker that the run started; null for one that was there.</summary>
    public LocalBroker? Own { get; }

    /// <exception cref="CannotStartLocallyException">It cannot be started or used; the message says what to do.</exception>
    public static async Task<ChaosBroker> StartAsync(ChaosOptions options, CancellationToken cancellationToken)
    {
        if (options.Broker is not { } given)
        {
            var own = await LocalBroker.StartAsync(LocalServices.BrokerFolderOf(options.DataFolder), cancellationToken);
            return new ChaosBroker(own.Transport, own);
        }

        var broker = new ChaosBroker(given.Transport, own: null);
        try
        {
            if ((await broker.QueuesAsync(cancellationToken)).Count > 0)
                throw new CannotStartLocallyException($"{given.Transport.Address} has queues of services. Name a virtual host that nothing has used yet: the run would mix its messages with theirs.");
        }
        catch (Exception away) when (RabbitMqConnection.IsOutage(away))
        {
            throw new CannotStartLocallyException($"{given.Transport.Address} cannot be used: {away.Message}", away);
        }

        return broker;
    }

    /// <summary>The queues of the services that exist, with their messages.</summary>
    /// <remarks>Only rabbitmqctl, which needs a broker of its own, counts messages that are not acknowledged.</remarks>
    public async Task<IReadOnlyList<(string Name, long Messages, long Unacknowledged)>> QueuesAsync(CancellationToken cancellationToken)
    {
        if (Own is null)
            return await CountAsync(cancellationToken);

        var text = await Own.ControlAsync(["list_queues", "--vhost", "recoil", "--no-table-headers", "name", "messages", "messages_unacknowledged"], cancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('\t')).Where(parts => parts.Length == 3)
            .Select(parts => (parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture)))];
    }

    private async Task<IReadOnlyList<(string Name, long Messages, long Unacknowledged)>> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = await RabbitMqConnection.OpenAsync(Transport, "chaos queues", cancellationToken);
        var queues = new List<(string, long, long)>();
        foreach (var queue in Endpoints.All.SelectMany(endpoint => s_endings.Select(ending => endpoint + ending)))
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            try
            {
                queues.Add((queue, (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount, 0));
            }
            catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
            {
                // Not every endpoint has all of them.
            }
        }

        return queues;
    }
}
