namespace Recoil.Storage.Sagas;

/// <summary>Opens the documents of each type of saga.</summary>
public interface ISagaDocumentStores
{
    /// <summary>The documents of one type of saga.</summary>
    /// <typeparam name="TState">The saga's state in the present version; serializable as JSON.</typeparam>
    /// <param name="schema">The type's name in the store, its version, and how documents of earlier versions are read.</param>
    ISagaDocumentStore<TState> Open<TState>(SagaSchema<TState> schema) where TState : class;
}
