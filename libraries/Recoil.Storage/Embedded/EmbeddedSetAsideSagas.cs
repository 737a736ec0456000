using Recoil.Storage.Sagas;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedSetAsideSagas(EmbeddedDatabase database) : ISetAsideSagas
{
    public async Task<IReadOnlyList<SetAsideSaga>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await database.ReadAsync(SagaSql.ListSetAside, limit, cancellationToken);
    }

    public Task<bool> PutBackAsync(SetAsideSaga saga, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(WriteKind.Saga, SagaSql.PutBack, (Saga: saga, Now: now), cancellationToken);

    public Task<bool> RemoveAsync(SetAsideSaga saga, CancellationToken cancellationToken) =>
        database.WriteAsync(WriteKind.Saga, SagaSql.RemoveSetAside, saga, cancellationToken);
}
