using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Recoil.Bench.Load;

/// <summary>Creates requests for shots and reads their completions.</summary>
internal interface ITraffic
{
    /// <summary>Declares the queue that receives completions.</summary>
    /// <returns>The queue's name.</returns>
    Task<string> DeclareCompletionQueueAsync(IChannel channel, CancellationToken cancellationToken);

    /// <summary>Creates the request for a shot.</summary>
    /// <param name="path">The shot's path.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="number">The shot's number in the run, counted from 0.</param>
    OutgoingRequest CreateRequest(BenchPath path, string run, int number);

    /// <summary>Reads which shot completed, and the error if it ended with an unexpected status.</summary>
    (string Shot, string? Error) ReadCompletion(BasicDeliverEventArgs delivery);
}

/// <summary>A request, ready to be published.</summary>
/// <param name="Shot">The shot's id within the measurement.</param>
/// <param name="Exchange">The exchange; empty to publish to the queue that the routing key names.</param>
/// <param name="RoutingKey">The routing key.</param>
/// <param name="Properties">The AMQP properties.</param>
/// <param name="Body">The message's envelope.</param>
internal sealed record OutgoingRequest(string Shot, string Exchange, string RoutingKey, BasicProperties Properties, byte[] Body);
