using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Recoil.SagaDocuments;

/// <summary>Registers sagas whose state, inbox, outbox and timers are one document.</summary>
public static class SagaDocumentRegistration
{
    /// <summary>
    /// Keeps this saga in documents. An <c>ISagaDocumentStore</c> of the saga must be registered, and the bus must not have
    /// an outbox of its own.
    /// </summary>
    public static ISagaRegistrationConfigurator<TSaga> DocumentRepository<TSaga>(this ISagaRegistrationConfigurator<TSaga> configurator)
        where TSaga : class, ISaga
    {
        configurator.Repository(services =>
        {
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton(new SagaDocumentOptions());
            services.TryAddSingleton<DeliveryTracker<TSaga>>();
            services.AddMetrics();
            services.TryAddSingleton<SweeperMetrics>();
            services.RegisterSagaRepository<TSaga, NoContext, SagaConsumeContextFactory<NoContext, TSaga>, SagaDocumentRepositoryContextFactory<TSaga>>();
            services.RegisterLoadSagaRepository<TSaga, SagaDocumentRepositoryContextFactory<TSaga>>();
            services.TryAddSingleton<SagaDocumentSweeper<TSaga>>();
            services.AddHostedService(provider => provider.GetRequiredService<SagaDocumentSweeper<TSaga>>());
        });
        return configurator;
    }

    /// <summary>The registration requires a database context; a document store needs none.</summary>
    internal sealed class NoContext;
}
