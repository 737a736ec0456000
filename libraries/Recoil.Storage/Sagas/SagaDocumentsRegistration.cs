using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Recoil.Storage.Sagas;

/// <summary>Registers the documents of sagas, on whichever store is registered.</summary>
public static class SagaDocumentsRegistration
{
    /// <summary>Registers the documents of one type of saga. An <see cref="ISagaDocumentStores"/> must be registered.</summary>
    /// <typeparam name="TState">The saga's state; serializable as JSON.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="type">Names the type of saga in the store, such as <c>shot</c>; stays the same when the class is renamed.</param>
    public static IServiceCollection AddSagaDocuments<TState>(this IServiceCollection services, string type) where TState : class
    {
        services.AddSingleton(new SagaDocumentType(type));
        services.TryAddSingleton(provider => provider.GetRequiredService<ISagaDocumentStores>().Open<TState>(type));
        return services;
    }
}

/// <summary>A type of saga whose documents are kept in this process's store.</summary>
/// <param name="Name">Its name in the store.</param>
public sealed record SagaDocumentType(string Name);
