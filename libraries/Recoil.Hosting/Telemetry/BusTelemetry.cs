using MassTransit;
using MassTransit.Middleware;

namespace Recoil.Hosting.Telemetry;

/// <summary>What a bus does for traces and metrics. Registered only where something is sent to a collector.</summary>
internal sealed class BusTelemetry(BusMetrics metrics, TimeProvider time)
{
    private readonly SendObserver _sends = new();
    private readonly EndpointObserver _endpoints = new(metrics, time);

    /// <summary>Everything that goes over the bus.</summary>
    public void Watch(IBusFactoryConfigurator bus)
    {
        bus.ConfigureSend(send => send.UseFilter(new SentTrace<SendContext>()));
        bus.ConfigurePublish(publish => publish.UseFilter(new SentTrace<PublishContext>()));
        bus.ConnectSendObserver(_sends);
        bus.ConnectPublishObserver(_sends);
        bus.ConnectConsumeObserver(_endpoints);
    }

    /// <summary>Everything that comes to an endpoint.</summary>
    public void Watch(string name, IReceiveEndpointConfigurator endpoint)
    {
        _endpoints.Add(name);
        endpoint.ConfigureReceive(receive => receive.UseFilter(new ReceivedTrace()));
        endpoint.ConfigureError(error =>
        {
            error.UseFilter(new FaultCounter(name, metrics));

            // What MassTransit does with an error by itself, which naming a filter replaces.
            error.UseFilter(new GenerateFaultFilter());
            error.UseFilter(new ErrorTransportFilter());
        });
    }
}
