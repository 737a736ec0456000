using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Sagas;

internal sealed class MongoSagaDocumentStores(MongoDbStore store, TimeProvider time) : ISagaDocumentStores
{
    public ISagaDocumentStore<TState> Open<TState>(SagaSchema<TState> schema) where TState : class =>
        new MongoSagaDocuments<TState>(store, schema, time);
}
