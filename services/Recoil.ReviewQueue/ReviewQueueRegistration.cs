using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Recoil.ReviewQueue;

/// <summary>Puts the review queue into a process.</summary>
public static class ReviewQueueRegistration
{
    /// <summary>Adds the consumer on the endpoint <c>review-queue</c>. An <c>IReviewEntries</c> must be registered.</summary>
    public static void AddReviewQueueConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddMetrics();
        bus.TryAddSingleton<ReviewMetrics>();
        bus.AddConsumer<EnqueueReviewConsumer, ReviewQueueEndpoint>();
    }

    /// <summary>An unreachable store is waited for.</summary>
    private sealed class ReviewQueueEndpoint : ConsumerDefinition<EnqueueReviewConsumer>
    {
        public ReviewQueueEndpoint() => EndpointName = "review-queue";

        protected override void ConfigureConsumer(
            IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<EnqueueReviewConsumer> consumerConfigurator, IRegistrationContext context) =>
            consumerConfigurator.UseMessageRetry(r => r.Exponential(5, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200)));
    }
}
