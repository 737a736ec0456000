using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Recoil.Cli.Errors;

/// <summary>The queues that messages end in which no service could take.</summary>
internal static class ErrorQueues
{
    private static readonly string[] s_endpoints = ["shots", "runs", "generator", "critic", "budget", "review-queue"];
    private static readonly string[] s_endings = ["_error", "_skipped"];

    /// <summary>The queue that a message came from.</summary>
    public static string OriginOf(string errorQueue) => errorQueue[..errorQueue.LastIndexOf('_')];

    /// <summary>Those that the broker has.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var queue in s_endpoints.SelectMany(endpoint => s_endings.Select(ending => endpoint + ending)))
        {
            // The broker closes the channel when the queue is not there.
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            try
            {
                await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
                found.Add(queue);
            }
            catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
            {
                // A service that never ran has none, and most never skip a message.
            }
        }

        return found;
    }
}
