using MassTransit;

namespace Recoil.Hosting.Transport;

/// <summary>Binds endpoints to topic exchanges.</summary>
public static class TopicBinding
{
    /// <summary>Receives every message of a type that is published to a topic exchange. Does nothing on a transport without exchanges.</summary>
    public static void BindAllTopics<T>(this IReceiveEndpointConfigurator endpoint) where T : class
    {
        if (endpoint is not IRabbitMqReceiveEndpointConfigurator rabbit)
            return;
        rabbit.ConfigureMessageTopology<T>(enabled: false);
        rabbit.Bind<T>(binding => binding.RoutingKey = "#");
    }
}
