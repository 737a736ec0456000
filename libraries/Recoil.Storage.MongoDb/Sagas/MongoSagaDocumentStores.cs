using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Sagas;

internal sealed class MongoSagaDocumentStores(MongoDbStore store, TimeProvider time) : ISagaDocumentStores
{
    public ISagaDocumentStore<TState> Open<TState>(string type) where TState : class => new MongoSagaDocuments<TState>(store, type, time);
}
