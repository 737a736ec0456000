using MassTransit;
using Recoil.Contracts;

namespace Recoil.Cli.Connecting;

/// <summary>Listens for how shots end, as a dashboard does.</summary>
internal static class TerminalEvents
{
    /// <summary>Binds an endpoint to the topic exchange with these routing keys, and to nothing else of it.</summary>
    public static void OnShotCompleted(this IRabbitMqReceiveEndpointConfigurator endpoint, IEnumerable<string> routingKeys, Action<ShotCompleted> completed)
    {
        endpoint.ConfigureMessageTopology<ShotCompleted>(enabled: false);
        foreach (var key in routingKeys)
        {
            endpoint.Bind<ShotCompleted>(binding =>
            {
                binding.Durable = true;
                binding.AutoDelete = false;
                binding.RoutingKey = key;
            });
        }

        endpoint.On(completed);
    }
}
