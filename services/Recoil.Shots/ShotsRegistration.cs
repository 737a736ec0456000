using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Hosting.Retention;
using Recoil.SagaDocuments;
using Recoil.Shots.Runs;
using Recoil.Shots.Softening;
using Recoil.Shots.Upgrading;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;

namespace Recoil.Shots;

/// <summary>Puts the shots service into a process.</summary>
public static class ShotsRegistration
{
    /// <summary>Adds what the sagas decide with. Model profiles, the take ledger and the saga document stores must be registered.</summary>
    public static IServiceCollection AddShots(this IServiceCollection services, ShotsOptions options)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISoftener, RuleSoftener>();
        services.AddSingleton(options);
        services.AddSingleton<ShotMetrics>();
        services.AddSingleton<ShotActivities>();
        services.AddSingleton<RunShots>();
        services.AddSingleton<RunRemakes>();
        return services.AddShotArchive();
    }

    /// <summary>Adds the removal of the plans of runs whose documents have expired.</summary>
    public static IServiceCollection AddRunRetention(this IServiceCollection services) =>
        services.AddRetention<IRunShots>("shots of runs", TimeSpan.FromDays(1), static (shots, before, limit, end) => shots.RemoveAsync(before, limit, end));

    /// <summary>Adds the look-up of shots and runs. The saga document stores must be registered.</summary>
    public static IServiceCollection AddShotArchive(this IServiceCollection services)
    {
        services.TryAddSingleton<IShotArchive, ShotArchive>();
        return services;
    }

    /// <summary>The schema version of a shot's document.</summary>
    public static int ShotSchemaVersion => ShotDocuments.Schema.Version;

    /// <summary>Keeps the sagas' documents in the store of this process, which must be registered.</summary>
    public static IServiceCollection AddShotDocuments(this IServiceCollection services) => services
        .AddSagaDocuments(ShotDocuments.Schema)
        .AddSagaDocuments(new SagaSchema<RunState>("run", 2, new EarlierSagaSchema<RunState, RunState>(1, static document => document)));

    /// <summary>Adds the shot saga on the endpoint <c>shots</c> and the run saga on <c>runs</c>.</summary>
    public static void AddShotSagas(this IBusRegistrationConfigurator bus)
    {
        bus.AddSagaStateMachine<ShotStateMachine, ShotState, ShotSagaDefinition>().DocumentRepository();
        bus.AddSagaStateMachine<RunStateMachine, RunState, RunSagaDefinition>().DocumentRepository();
    }
}
