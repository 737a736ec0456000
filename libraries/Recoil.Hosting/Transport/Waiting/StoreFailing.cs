using MassTransit;
using MassTransit.Configuration;
using Recoil.Storage;

namespace Recoil.Hosting.Transport.Waiting;

/// <summary>Puts <see cref="StoreFailFilter{T}"/> around everything that an endpoint does with a message it may take.</summary>
internal sealed class StoreFailing : ConfigurationObserver, IMessageConfigurationObserver
{
    private readonly Action<StorageUnavailableException> _report;

    public StoreFailing(IReceiveEndpointConfigurator endpoint, Action<StorageUnavailableException> report) : base(endpoint)
    {
        _report = report;
        Connect(this);
    }

    public void MessageConfigured<TMessage>(IConsumePipeConfigurator configurator) where TMessage : class =>
        configurator.AddPipeSpecification(new FilterPipeSpecification<ConsumeContext<TMessage>>(new StoreFailFilter<TMessage>(_report)));
}

/// <summary>
/// Reports that the store failed, for a process that ends then, and forgets the message: the next process asks for what it was to do. A fault must not
/// be published, for the store may have just enough room left to note that a shot crashed.
/// </summary>
internal sealed class StoreFailFilter<T>(Action<StorageUnavailableException> report) : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        try
        {
            await next.Send(new MassTransit.RetryPolicies.RetryConsumeContext<T>(context, StoreIsAway.Policy, retryContext: null));
        }
        catch (StorageUnavailableException failure)
        {
            report(failure);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("report-store-failure");
}
