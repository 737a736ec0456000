using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Storage.Budget;
using Recoil.Storage.Reviews;
using Recoil.Storage.Sagas;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Embedded;

/// <summary>Registers the embedded store.</summary>
public static class EmbeddedStoreRegistration
{
    /// <summary>
    /// Registers the budget ledger, the take ledger and the review entries on one SQLite file, and
    /// <see cref="EmbeddedStoreStatistics"/>. The file is opened when the first of them is asked for, which throws
    /// <see cref="StorageUnavailableException"/> when it cannot be. Called more than once, the first options count.
    /// </summary>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services, EmbeddedStoreOptions options)
    {
        services.TryAddSingleton(options);
        services.TryAddSingleton<EmbeddedDatabase>();
        services.TryAddSingleton(static provider => provider.GetRequiredService<EmbeddedDatabase>().Statistics);
        services.TryAddSingleton<IBudgetLedger, EmbeddedBudgetLedger>();
        services.TryAddSingleton<ITakeLedger, EmbeddedTakeLedger>();
        services.TryAddSingleton<IReviewEntries, EmbeddedReviewEntries>();
        return services;
    }

    /// <summary>Registers the documents of one type of saga; needs <see cref="AddEmbeddedStore"/>.</summary>
    /// <typeparam name="TState">The saga's state.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="type">Names the type of saga in the file, such as <c>shot</c>; stays the same when the class is renamed.</param>
    /// <param name="json">How the state is written as JSON; camelCase when absent.</param>
    public static IServiceCollection AddEmbeddedSagaDocuments<TState>(
        this IServiceCollection services, string type, JsonSerializerOptions? json = null) where TState : class
    {
        services.TryAddSingleton<ISagaDocumentStore<TState>>(provider =>
            new EmbeddedSagaDocuments<TState>(provider.GetRequiredService<EmbeddedDatabase>(), type, json));
        return services;
    }
}
