using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Storage;

namespace Recoil.ReviewQueue;

/// <summary>Puts the review queue into a process.</summary>
public static class ReviewQueueRegistration
{
    /// <summary>Adds the consumers, all on the endpoint <c>review-queue</c>. An <c>IReviewEntries</c> must be registered.</summary>
    public static void AddReviewQueueConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddMetrics();
        bus.TryAddSingleton<ReviewMetrics>();
        bus.AddConsumer<EnqueueReviewConsumer, ReviewQueueEndpoint<EnqueueReviewConsumer>>();
        bus.AddConsumer<ClaimReviewConsumer, ReviewQueueEndpoint<ClaimReviewConsumer>>();
        bus.AddConsumer<DecideReviewConsumer, ReviewQueueEndpoint<DecideReviewConsumer>>();
    }

    /// <summary>All consumers share one queue. While the store does not answer, the transport waits.</summary>
    private sealed class ReviewQueueEndpoint<TConsumer> : ConsumerDefinition<TConsumer> where TConsumer : class, IConsumer
    {
        public ReviewQueueEndpoint() => EndpointName = "review-queue";

        protected override void ConfigureConsumer(
            IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context) =>
            consumerConfigurator.UseMessageRetry(r =>
            {
                // What is wrong stays wrong.
                r.Ignore<ArgumentException>();
                r.Ignore<StorageUnavailableException>();
                r.Exponential(5, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200));
            });
    }
}
