using MassTransit;

namespace Recoil.Shots.Runs;

/// <summary>The endpoint <c>runs</c>. A run is one document, so its messages are handled one after the other.</summary>
internal sealed class RunEndpoint : SagaDefinition<RunState>
{
    public RunEndpoint()
    {
        EndpointName = "runs";
        ConcurrentMessageLimit = 1;
    }

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<RunState> sagaConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseSagaRetries();
}
