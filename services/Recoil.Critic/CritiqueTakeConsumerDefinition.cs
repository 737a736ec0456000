using MassTransit;
using Recoil.Contracts;

namespace Recoil.Critic;

/// <summary>One queue for all critics; each takes from it only what it can work on at once.</summary>
internal sealed class CritiqueTakeConsumerDefinition : ConsumerDefinition<CritiqueTakeConsumer>
{
    private readonly CriticOptions _options;

    public CritiqueTakeConsumerDefinition(CriticOptions options)
    {
        _options = options;
        EndpointName = EndpointNames.Critic;
        ConcurrentMessageLimit = options.Concurrency;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<CritiqueTakeConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.PrefetchCount = _options.Concurrency;
}
