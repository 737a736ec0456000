using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Recoil.Bench.Load;

/// <summary>How a shot is asked for, and how one hears of its end.</summary>
internal interface ITraffic
{
    /// <summary>Makes a queue of its own for the ends of shots.</summary>
    /// <returns>The queue.</returns>
    Task<string> DeclareEndsAsync(IChannel channel, CancellationToken cancellationToken);

    /// <summary>A request.</summary>
    Asking Ask(BenchPath path, string run, int number);

    /// <summary>Which shot has ended, and what is wrong with that; null when nothing is.</summary>
    (string Shot, string? Mistake) Hear(BasicDeliverEventArgs delivery);
}

/// <summary>A request as it goes to the broker.</summary>
/// <param name="Shot">Names the shot within a measurement.</param>
/// <param name="Exchange">Where it goes; empty for the queue that the routing key names.</param>
/// <param name="RoutingKey">The routing key.</param>
/// <param name="Properties">Its properties.</param>
/// <param name="Body">What it says.</param>
internal sealed record Asking(string Shot, string Exchange, string RoutingKey, BasicProperties Properties, byte[] Body);
