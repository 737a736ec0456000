using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Recoil.Storage.Sagas;

/// <summary>Registers the documents of sagas, on whichever store is registered.</summary>
public static class SagaDocumentsRegistration
{
    /// <summary>Registers the documents of one type of saga. An <see cref="ISagaDocumentStores"/> must be registered.</summary>
    /// <typeparam name="TState">The saga's state in the present version; serializable as JSON.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="schema">The type's name in the store, its version, and how documents of earlier versions are read.</param>
    public static IServiceCollection AddSagaDocuments<TState>(this IServiceCollection services, SagaSchema<TState> schema) where TState : class
    {
        services.AddSingleton(new SagaDocumentType(schema.Type));
        services.TryAddSingleton(provider => provider.GetRequiredService<ISagaDocumentStores>().Open(schema));
        return services;
    }
}

/// <summary>A type of saga whose documents are kept in this process's store.</summary>
/// <param name="Name">Its name in the store.</param>
public sealed record SagaDocumentType(string Name);
