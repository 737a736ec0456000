using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Contracts;
using Recoil.Hosting.Retention;
using Recoil.Hosting.Transport.Failures;
using Recoil.ReviewQueue.FailedMessages;
using Recoil.ReviewQueue.Steering;
using Recoil.Storage;
using Recoil.Storage.Reviews;
using Recoil.Storage.Steering;

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
        bus.AddConsumer<WithdrawReviewConsumer, ReviewQueueEndpoint<WithdrawReviewConsumer>>();
    }

    /// <summary>
    /// Adds the consumers that pause and resume work and set priorities, on the same endpoint. <c>IPauses</c> and <c>IPriorities</c> must be registered.
    /// </summary>
    public static void AddSteeringConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<PauseWorkConsumer, ReviewQueueEndpoint<PauseWorkConsumer>>();
        bus.AddConsumer<SetPriorityConsumer, ReviewQueueEndpoint<SetPriorityConsumer>>();
    }

    /// <summary>Adds the removal of old reviews.</summary>
    public static IServiceCollection AddReviewQueueRetention(this IServiceCollection services, RetentionOptions options)
    {
        // A shot's document is gone long before, and so is whatever waited.
        services.AddRetention<IPriorities>("priorities", options.Takes, static (priorities, before, limit, end) => priorities.RemoveAsync(before, limit, end));
        var later = options.OpenReviews - options.Reviews;
        return services.AddRetention<IReviewEntries>(
            "reviews", options.Reviews, (reviews, before, limit, end) => reviews.RemoveAsync(before, before - later, limit, end));
    }

    /// <summary>
    /// Adds the consumers that answer questions about failed messages, on the same endpoint. An <c>IFailedMessages</c> must be registered, and the bus be
    /// one on RabbitMQ.
    /// </summary>
    public static void AddFailedMessageConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddFailedMessageSender();
        bus.AddConsumer<ListFailedMessagesConsumer, ReviewQueueEndpoint<ListFailedMessagesConsumer>>();
        bus.AddConsumer<ShowFailedMessageConsumer, ReviewQueueEndpoint<ShowFailedMessageConsumer>>();
        bus.AddConsumer<SettleFailedMessageConsumer, ReviewQueueEndpoint<SettleFailedMessageConsumer>>();
    }

    /// <summary>All consumers share one queue. While the store does not answer, the transport waits.</summary>
    private sealed class ReviewQueueEndpoint<TConsumer> : ConsumerDefinition<TConsumer> where TConsumer : class, IConsumer
    {
        public ReviewQueueEndpoint() => EndpointName = EndpointNames.ReviewQueue;

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
