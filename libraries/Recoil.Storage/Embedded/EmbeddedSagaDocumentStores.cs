using Recoil.Storage.Sagas;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedSagaDocumentStores(EmbeddedDatabase database) : ISagaDocumentStores
{
    public ISagaDocumentStore<TState> Open<TState>(SagaSchema<TState> schema) where TState : class =>
        new EmbeddedSagaDocuments<TState>(database, schema);
}
