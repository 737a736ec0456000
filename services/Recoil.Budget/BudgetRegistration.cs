using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Contracts;
using Recoil.Hosting.Retention;
using Recoil.Storage;
using Recoil.Storage.Budget;

namespace Recoil.Budget;

/// <summary>Puts the budget service into a process.</summary>
public static class BudgetRegistration
{
    /// <summary>Adds the release of expired reservations and the metrics. An <c>IBudgetLedger</c> and <c>IProjectBudgets</c> must be registered.</summary>
    public static IServiceCollection AddBudget(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<BudgetMetrics>()
        .AddHostedService<ExpiredReservationReleaser>();

    /// <summary>Adds the removal of old reservations.</summary>
    public static IServiceCollection AddBudgetRetention(this IServiceCollection services, RetentionOptions options) => services
        .AddRetention<IBudgetLedger>("reservations", options.Reservations, static (ledger, before, limit, end) => ledger.RemoveClosedAsync(before, limit, end));

    /// <summary>Adds the consumers, all on the endpoint <c>budget</c>.</summary>
    public static void AddBudgetConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<ReserveBudgetConsumer, BudgetEndpoint<ReserveBudgetConsumer>>();
        bus.AddConsumer<SettleBudgetConsumer, BudgetEndpoint<SettleBudgetConsumer>>();
        bus.AddConsumer<ReserveRunBudgetConsumer, BudgetEndpoint<ReserveRunBudgetConsumer>>();
        bus.AddConsumer<CloseRunBudgetConsumer, BudgetEndpoint<CloseRunBudgetConsumer>>();
        bus.AddConsumer<ProjectBudgetConsumer, BudgetEndpoint<ProjectBudgetConsumer>>();
    }

    /// <summary>All consumers share one queue. During a store outage the transport holds messages back.</summary>
    private sealed class BudgetEndpoint<TConsumer> : ConsumerDefinition<TConsumer> where TConsumer : class, IConsumer
    {
        public BudgetEndpoint() => EndpointName = EndpointNames.Budget;

        protected override void ConfigureConsumer(
            IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context) =>
            consumerConfigurator.UseMessageRetry(r =>
            {
                r.Ignore<StorageUnavailableException>();
                r.Exponential(5, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200));
            });
    }
}
