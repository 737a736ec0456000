using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Generator.Artifacts;
using Recoil.Generator.Hints;
using Recoil.Generator.Providers;
using Recoil.Generator.Providers.Animatic;
using Recoil.Generator.Providers.Rehearsal;
using Recoil.Generator.Steering;
using Recoil.Generator.Takes;
using Recoil.Hosting.Retention;
using Recoil.Media;
using Recoil.Providers;
using Recoil.Providers.Accounts;
using Recoil.Storage.Takes;

namespace Recoil.Generator;

/// <summary>Puts the generator into a process.</summary>
public static class GeneratorRegistration
{
    /// <summary>
    /// Adds what makes takes. The process brings <c>ITakeLedger</c>, <c>IProviderAccounts</c>, <c>IPauses</c>, <c>IPriorities</c>, <c>IModelProfiles</c>, artifacts and the bus.
    /// </summary>
    /// <param name="services">The process's services.</param>
    /// <param name="options">How takes are made.</param>
    /// <param name="accounts">The accounts at providers; their limits count unless the options name others.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static IServiceCollection AddGenerator(this IServiceCollection services, GeneratorOptions options, ProviderAccounts accounts)
    {
        options = options.WithLimitsOf(accounts);
        options.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => new MediaTools());
        services.TryAddSingleton<Ffmpeg>();
        services.AddSingleton(options);
        services.AddSingleton<TakeFiles>();
        services.AddMetrics();
        services.AddSingleton<ProviderMetrics>();
        services.AddSingleton(provider => new ProviderTable(Measured(provider), options));
        services.AddSingleton<ProviderSlots>();
        services.AddSingleton<SteeringBoard>();
        services.AddSingleton<TakeHints>();
        services.AddSingleton<TakeGenerator>();
        services.AddSingleton<ResultDelivery>();
        services.AddSingleton<TakeIntake>();
        services.AddSingleton<TakeWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<TakeWorker>());
        services.AddSingleton<AnimaticRenderer>();
        services.AddSingleton(provider => new JobJournal(options.JobFolder, provider.GetRequiredService<TimeProvider>()));
        services.AddProvider<AnimaticProvider>();
        services.AddProvider<RehearsalProvider>();
        services.AddProviderAccounts(accounts);
        return services;
    }

    /// <summary>Adds the removal of old takes and, unless they are kept for ever, old artifacts.</summary>
    public static IServiceCollection AddGeneratorRetention(this IServiceCollection services, RetentionOptions options)
    {
        services.AddRetention<ITakeLedger>("takes", options.Takes, static (ledger, before, limit, end) => ledger.RemoveEndedAsync(before, limit, end));
        return options.Artifacts == TimeSpan.Zero
            ? services
            : services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ArtifactRetention>(provider, options.Artifacts));
    }

    private static IEnumerable<MeasuredProvider> Measured(IServiceProvider services) =>
        [.. services.GetServices<IGenerationProvider>().Select(provider => ActivatorUtilities.CreateInstance<MeasuredProvider>(services, provider))];

    /// <summary>Adds the consumer of <c>GenerateTake</c> on the endpoint <c>generator</c>.</summary>
    public static void AddGeneratorConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<GenerateTakeConsumer, GenerateTakeConsumerDefinition>();
}
