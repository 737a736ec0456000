using MassTransit;
using Recoil.Storage;

namespace Recoil.Generator.Takes;

/// <summary>One queue for all generators; each takes from it only what it can work on at once, so that added workers get work.</summary>
internal sealed class GenerateTakeConsumerDefinition : ConsumerDefinition<GenerateTakeConsumer>
{
    private readonly GeneratorOptions _options;

    public GenerateTakeConsumerDefinition(GeneratorOptions options)
    {
        _options = options;
        EndpointName = "generator";
        ConcurrentMessageLimit = options.Concurrency;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<GenerateTakeConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = _options.Concurrency;
        // TakeGenerator retries provider calls, because money is at stake; during a store outage the transport holds messages back.
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Ignore<StorageUnavailableException>();
            retry.Intervals(100, 500, 2000, 5000);
        });
    }
}
