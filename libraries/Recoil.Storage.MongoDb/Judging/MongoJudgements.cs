using MongoDB.Driver;
using Recoil.Storage.Judging;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb.Judging;

internal sealed class MongoJudgements(MongoDbStore store) : IJudgements
{
    private static readonly FilterDefinitionBuilder<StoredJudgement> s_where = Builders<StoredJudgement>.Filter;

    private readonly IMongoCollection<StoredJudgement> _judgements = store.Judgements;

    public Task<AskedJudge?> FindAsync(Guid id, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (await _judgements.Find(s_where.Eq(there => there.Id, id)).FirstOrDefaultAsync(cancellationToken))?.Asked);

    public Task<bool> TryPutAsync(AskedJudge asked, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var document = new StoredJudgement { Id = asked.Id, Version = asked.Version, ChangedAt = asked.ChangedAt, Asked = asked };
        return asked.Version == 1
            ? await _judgements.TryInsertAsync(document, cancellationToken)
            : (await _judgements.ReplaceOneAsync(
                s_where.Eq(there => there.Id, asked.Id) & s_where.Eq(there => there.Version, asked.Version - 1), document, options: (ReplaceOptions?)null, cancellationToken)).MatchedCount == 1;
    });

    public Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return store.DoAsync(async () =>
        {
            var old = await _judgements.Find(s_where.Lt(there => there.ChangedAt, before)).SortBy(there => there.ChangedAt).Limit(limit).Project(there => there.Id).ToListAsync(cancellationToken);
            return old.Count == 0
                ? 0
                : (int)(await _judgements.DeleteManyAsync(s_where.In(there => there.Id, old) & s_where.Lt(there => there.ChangedAt, before), cancellationToken)).DeletedCount;
        });
    }
}
