using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Budget;
using Recoil.Storage.Failures;
using Recoil.Storage.Judging;
using Recoil.Storage.MongoDb.ApprovedShots;
using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.MongoDb.Failures;
using Recoil.Storage.MongoDb.Judging;
using Recoil.Storage.MongoDb.Reviews;
using Recoil.Storage.MongoDb.Runs;
using Recoil.Storage.MongoDb.Sagas;
using Recoil.Storage.MongoDb.Steering;
using Recoil.Storage.MongoDb.Takes;
using Recoil.Storage.Reviews;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb;

/// <summary>Registers the store on MongoDB.</summary>
public static class MongoDbStoreRegistration
{
    /// <summary>
    /// Registers the budget ledger, the projects' budgets, the take ledger, the provider accounts, the pauses, the shots of runs, the approved shots, the review entries, the judgements, the
    /// failed messages and the saga documents on one database, and what makes its indexes when the host starts. Nothing is connected before that or the first operation; while the server is unreachable, operations
    /// end with <see cref="StorageUnavailableException"/>.
    /// </summary>
    public static IServiceCollection AddMongoDbStore(this IServiceCollection services, MongoDbStoreOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton(static provider => new MongoDbStore(provider.GetRequiredService<MongoDbStoreOptions>()));
        services.TryAddSingleton<IBudgetLedger, MongoBudgetLedger>();
        services.TryAddSingleton<IProjectBudgets, MongoProjectBudgets>();
        services.TryAddSingleton<ITakeLedger, MongoTakeLedger>();
        services.TryAddSingleton<IProviderAccounts, MongoProviderAccounts>();
        services.TryAddSingleton<IPauses, MongoPauses>();
        services.TryAddSingleton<IPriorities, MongoPriorities>();
        services.TryAddSingleton<IRunShots, MongoRunShots>();
        services.TryAddSingleton<IApprovedShots, MongoApprovedShots>();
        services.TryAddSingleton<IReviewEntries, MongoReviewEntries>();
        services.TryAddSingleton<IJudgements, MongoJudgements>();
        services.TryAddSingleton<IFailedMessages, MongoFailedMessages>();
        services.TryAddSingleton<ISagaDocumentStores, MongoSagaDocumentStores>();
        services.TryAddSingleton<ISetAsideSagas, MongoSetAsideSagas>();
        services.TryAddSingleton<IStoredDocuments, MongoStoredDocuments>();
        services.AddHostedService<MongoDbPreparation>();
        return services;
    }
}
