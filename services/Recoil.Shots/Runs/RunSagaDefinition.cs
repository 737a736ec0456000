using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Storage.Sagas;

namespace Recoil.Shots.Runs;

/// <summary>The run saga's endpoint, <c>runs</c>. A run is one document, so its messages are taken in one after the other; different runs go side by side.</summary>
internal sealed class RunSagaDefinition : SagaDefinition<RunState>
{
    private const int SideBySide = 32;

    public RunSagaDefinition()
    {
        EndpointName = EndpointNames.Runs;
        ConcurrentMessageLimit = SideBySide;
    }

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<RunState> sagaConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseSagaRetries();
        endpointConfigurator.BindAllTopics<ShotCompleted>();
        var partition = endpointConfigurator.CreatePartitioner(SideBySide);
        sagaConfigurator.Message<RunRequested>(m => m.UsePartitioner(partition, c => RunOf(c.Message.Project, c.Message.RunId)));
        var noting = new EndNotingFilter(context.GetRequiredService<RunShots>(), context.GetRequiredService<ISagaDocumentStore<RunState>>());
        sagaConfigurator.Message<ShotCompleted>(m =>
        {
            m.UseFilter(noting);
            m.UsePartitioner(partition, c => RunOf(c.Message.Project, c.Message.RunId));
        });
        sagaConfigurator.Message<ShotCostRaised>(m => m.UsePartitioner(partition, c => RunOf(c.Message.Project, c.Message.RunId)));
        sagaConfigurator.Message<ReviewClosed>(m => m.UsePartitioner(partition, c => RunOf(c.Message.Project, c.Message.RunId)));
        sagaConfigurator.Message<CancelRun>(m => m.UsePartitioner(partition, c => RunOf(c.Message.Project, c.Message.RunId)));
        sagaConfigurator.Message<RemakeShots>(m => m.UsePartitioner(partition, c => RunOf(c.Message.Project, c.Message.RunId)));
        sagaConfigurator.Message<RunBudgetReserved>(m => m.UsePartitioner(partition, c => RunOf(c.Message.Project, c.Message.RunId)));
        sagaConfigurator.Message<RunBudgetRefused>(m => m.UsePartitioner(partition, c => RunOf(c.Message.Project, c.Message.RunId)));
        sagaConfigurator.Message<ResendShots>(m => m.UsePartitioner(partition, c => RunOf(c.Message.Project, c.Message.RunId)));
    }

    private static Guid RunOf(string project, string runId) => ShotIdentity.OfRun(project, runId);
}
