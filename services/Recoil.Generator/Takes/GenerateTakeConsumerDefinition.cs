using MassTransit;
using Recoil.Contracts;
using Recoil.Storage;

namespace Recoil.Generator.Takes;

/// <summary>One queue for all generators. A message is held for one write of the take ledger, however long its take lasts.</summary>
internal sealed class GenerateTakeConsumerDefinition : ConsumerDefinition<GenerateTakeConsumer>
{
    private const int AtOnce = 32;

    public GenerateTakeConsumerDefinition()
    {
        EndpointName = EndpointNames.Generator;
        ConcurrentMessageLimit = AtOnce;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<GenerateTakeConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = AtOnce;
        // During a store outage the transport holds messages back.
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Ignore<StorageUnavailableException>();
            retry.Intervals(100, 500, 2000, 5000);
        });
    }
}
