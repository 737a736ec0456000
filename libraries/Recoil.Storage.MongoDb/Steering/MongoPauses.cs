using MongoDB.Driver;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Steering;

namespace Recoil.Storage.MongoDb.Steering;

internal sealed class MongoPauses(MongoDbStore store) : IPauses
{
    private static readonly FilterDefinitionBuilder<StoredPause> s_where = Builders<StoredPause>.Filter;

    /// <summary>What is paused; its index holds nothing else.</summary>
    internal static readonly FilterDefinition<StoredPause> AnyInForce = s_where.Eq(pause => pause.InForce, true);

    private readonly IMongoCollection<StoredPause> _pauses = store.Pauses;

    public Task<bool> PauseAsync(Pause pause, CancellationToken cancellationToken) => NoteAsync(
        new StoredPause { Id = pause.What.Key, At = pause.Since, InForce = true, By = pause.By, Reason = pause.Reason }, cancellationToken);

    public Task<bool> ResumeAsync(PausedPart what, DateTimeOffset at, CancellationToken cancellationToken) =>
        NoteAsync(new StoredPause { Id = what.Key, At = at, By = "" }, cancellationToken);

    public Task<IReadOnlyList<Pause>> ListAsync(CancellationToken cancellationToken) => store.DoAsync<IReadOnlyList<Pause>>(async () =>
    {
        var pauses = await _pauses.Find(AnyInForce).ToListAsync(cancellationToken);
        return [.. pauses.OrderBy(pause => pause.Id, StringComparer.Ordinal).Select(pause => new Pause(PausedPart.OfKey(pause.Id), pause.By, pause.Reason, pause.At))];
    });

    private Task<bool> NoteAsync(StoredPause command, CancellationToken cancellationToken) => store.DoAsync(async () =>
        await _pauses.TryInsertAsync(command, cancellationToken)
        || (await _pauses.ReplaceOneAsync(
            s_where.Eq(there => there.Id, command.Id) & s_where.Lt(there => there.At, command.At), command, options: (ReplaceOptions?)null, cancellationToken)).MatchedCount == 1);
}
