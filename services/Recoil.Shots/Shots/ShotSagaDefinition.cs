using MassTransit;
using Recoil.Contracts;

namespace Recoil.Shots;

/// <summary>The shot saga's endpoint, <c>shots</c>: its concurrency and its retries.</summary>
internal sealed class ShotSagaDefinition : SagaDefinition<ShotState>
{
    public ShotSagaDefinition(ShotsOptions options)
    {
        EndpointName = EndpointNames.Shots;
        ConcurrentMessageLimit = options.ConcurrentMessageLimit;
    }

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<ShotState> sagaConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseSagaRetries();
}
