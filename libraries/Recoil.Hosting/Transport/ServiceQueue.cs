using MassTransit;

namespace Recoil.Hosting.Transport;

/// <summary>What a service's queue is like. The broker refuses a second declaration that differs, so all of them come from here.</summary>
internal static class ServiceQueue
{
    /// <summary>The queue, and the exchange and queue, of messages that keep failing.</summary>
    public static string ErrorsOf(string name) => $"{name}_error";

    /// <summary>A quorum queue that sends what keeps killing its consumers to the error queue.</summary>
    public static void Configure(IRabbitMqQueueConfigurator queue, string name, TransportOptions transport)
    {
        queue.SetQuorumQueue();
        queue.SetQueueArgument("x-delivery-limit", transport.DeliveryLimit);
        queue.SetQueueArgument("x-dead-letter-exchange", ErrorsOf(name));
    }
}
