using MongoDB.Driver;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Steering;

namespace Recoil.Storage.MongoDb.Steering;

internal sealed class MongoPriorities(MongoDbStore store) : IPriorities
{
    private static readonly FilterDefinitionBuilder<StoredPriority> s_where = Builders<StoredPriority>.Filter;

    private readonly IMongoCollection<StoredPriority> _priorities = store.Priorities;

    public Task<bool> SetAsync(SetTakePriority priority, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var command = new StoredPriority
        {
            Id = priority.Shot is { } shot ? $"{priority.Account}#{shot:N}" : priority.Account,
            Account = priority.Account,
            Shot = priority.Shot,
            Priority = priority.Priority,
            By = priority.By,
            At = priority.At,
        };
        return await _priorities.TryInsertAsync(command, cancellationToken)
            || (await _priorities.ReplaceOneAsync(
                s_where.Eq(there => there.Id, command.Id) & s_where.Lt(there => there.At, command.At), command, options: (ReplaceOptions?)null, cancellationToken)).MatchedCount == 1;
    });

    public Task<IReadOnlyList<SetTakePriority>> ListAsync(CancellationToken cancellationToken) => store.DoAsync<IReadOnlyList<SetTakePriority>>(async () =>
    {
        var all = await _priorities.Find(s_where.Gt(there => there.Id, "")).ToListAsync(cancellationToken);
        return
        [
            .. all.OrderBy(there => there.Account, StringComparer.Ordinal).ThenBy(there => there.Shot is not null).ThenBy(there => there.Id, StringComparer.Ordinal)
                .Select(there => new SetTakePriority(there.Account, there.Shot, there.Priority, there.By, there.At)),
        ];
    });

    public Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return store.DoAsync(async () =>
        {
            var old = await _priorities.Find(s_where.Lt(there => there.At, before)).SortBy(there => there.At).Limit(limit).Project(there => there.Id).ToListAsync(cancellationToken);
            return old.Count == 0
                ? 0
                : (int)(await _priorities.DeleteManyAsync(s_where.In(there => there.Id, old) & s_where.Lt(there => there.At, before), cancellationToken)).DeletedCount;
        });
    }
}
