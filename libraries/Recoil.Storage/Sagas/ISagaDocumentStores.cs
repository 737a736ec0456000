namespace Recoil.Storage.Sagas;

/// <summary>Opens the documents of each type of saga.</summary>
public interface ISagaDocumentStores
{
    /// <summary>The documents of one type of saga.</summary>
    /// <typeparam name="TState">The saga's state; serializable as JSON.</typeparam>
    /// <param name="type">Names the type of saga in the store, such as <c>shot</c>; stays the same when the class is renamed.</param>
    ISagaDocumentStore<TState> Open<TState>(string type) where TState : class;
}
