using MassTransit;
using MassTransit.Configuration;

namespace Recoil.Hosting.Transport.Waiting;

/// <summary>Puts <see cref="StoreWaitFilter{T}"/> around everything that an endpoint does with a message it may take.</summary>
internal sealed class StoreWaiting : ConfigurationObserver, IMessageConfigurationObserver
{
    private readonly StoreOutage _outage;

    public StoreWaiting(IReceiveEndpointConfigurator endpoint, StoreOutage outage) : base(endpoint)
    {
        _outage = outage;
        Connect(this);
    }

    public void MessageConfigured<TMessage>(IConsumePipeConfigurator configurator) where TMessage : class =>
        configurator.AddPipeSpecification(new FilterPipeSpecification<ConsumeContext<TMessage>>(new StoreWaitFilter<TMessage>(_outage)));
}
