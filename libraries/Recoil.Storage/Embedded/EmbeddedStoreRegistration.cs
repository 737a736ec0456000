using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Budget;
using Recoil.Storage.Failures;
using Recoil.Storage.Judging;
using Recoil.Storage.Reviews;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Embedded;

/// <summary>Registers the embedded store.</summary>
public static class EmbeddedStoreRegistration
{
    /// <summary>
    /// Registers the budget ledger, the projects' budgets, the take ledger, the provider accounts, the pauses, the shots of runs, the approved shots, the review entries, the judgements, the
    /// failed messages and the saga documents on one SQLite file, and <see cref="EmbeddedStoreStatistics"/>. The file is opened when the first of them is asked for, which throws
    /// <see cref="StorageUnavailableException"/> when it cannot be. Called more than once, the first options count.
    /// </summary>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services, EmbeddedStoreOptions options)
    {
        services.TryAddSingleton(options);
        services.TryAddSingleton<EmbeddedDatabase>();
        services.TryAddSingleton(static provider => provider.GetRequiredService<EmbeddedDatabase>().Statistics);
        services.TryAddSingleton<IBudgetLedger, EmbeddedBudgetLedger>();
        services.TryAddSingleton<IProjectBudgets, EmbeddedProjectBudgets>();
        services.TryAddSingleton<ITakeLedger, EmbeddedTakeLedger>();
        services.TryAddSingleton<IProviderAccounts, EmbeddedProviderAccounts>();
        services.TryAddSingleton<IPauses, EmbeddedPauses>();
        services.TryAddSingleton<IPriorities, EmbeddedPriorities>();
        services.TryAddSingleton<IRunShots, EmbeddedRunShots>();
        services.TryAddSingleton<IApprovedShots, EmbeddedApprovedShots>();
        services.TryAddSingleton<IReviewEntries, EmbeddedReviewEntries>();
        services.TryAddSingleton<IJudgements, EmbeddedJudgements>();
        services.TryAddSingleton<IFailedMessages, EmbeddedFailedMessages>();
        services.TryAddSingleton<ISagaDocumentStores, EmbeddedSagaDocumentStores>();
        services.TryAddSingleton<ISetAsideSagas, EmbeddedSetAsideSagas>();
        services.TryAddSingleton<IStoredDocuments, EmbeddedStoredDocuments>();
        return services;
    }
}
