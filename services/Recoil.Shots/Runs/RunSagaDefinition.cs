using MassTransit;
using Recoil.Contracts;
using Recoil.Hosting.Transport;

namespace Recoil.Shots.Runs;

/// <summary>The run saga's endpoint, <c>runs</c>. A run is one document, so its messages are handled one after the other.</summary>
internal sealed class RunSagaDefinition : SagaDefinition<RunState>
{
    public RunSagaDefinition()
    {
        EndpointName = EndpointNames.Runs;
        ConcurrentMessageLimit = 1;
    }

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<RunState> sagaConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseSagaRetries();
        endpointConfigurator.BindAllTopics<ShotCompleted>();
    }
}
