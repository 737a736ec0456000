using MongoDB.Driver;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb.ApprovedShots;

internal sealed class MongoApprovedShots(MongoDbStore store) : IApprovedShots
{
    private static readonly FilterDefinitionBuilder<StoredApprovedShot> s_where = Builders<StoredApprovedShot>.Filter;

    /// <summary>Takes that others may be made after; their index holds nothing else.</summary>
    public static readonly FilterDefinition<StoredApprovedShot> AnyKeyframe = s_where.Eq(shot => shot.IsKeyframe, true);

    private readonly IMongoCollection<StoredApprovedShot> _shots = store.ApprovedShots;

    public async Task<bool> PutAsync(AcceptedTake take, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryReplaceAsync(StoredApprovedShot.Of(take), cancellationToken))
                return true;

            // It was not replaced, or it came at the same moment and must be looked at once more, or it has gone since.
            if (await FindAsync(take, cancellationToken) is { } there && !take.Replaces(there))
                return false;
        }
    }

    public Task<bool> WithdrawAsync(string project, string episodeId, string shotId, Guid correlationId, int round, CancellationToken cancellationToken) =>
        store.DoAsync(async () => (await _shots.DeleteOneAsync(
            s_where.Eq(there => there.Id, AcceptedTake.IdOf(project, episodeId, shotId))
                & s_where.Eq(there => there.CorrelationId, correlationId) & s_where.Lte(there => there.Round, round),
            cancellationToken)).DeletedCount == 1);

    public Task<AcceptedTake?> FindBeforeAsync(string project, string episodeId, int scene, string shotId, CancellationToken cancellationToken) =>
        store.DoAsync(async () => (await _shots
            .Find(s_where.Eq(there => there.Project, project) & s_where.Eq(there => there.EpisodeId, episodeId) & s_where.Eq(there => there.Scene, scene)
                & s_where.Lt(there => there.Place, ShotOrder.KeyOf(shotId)) & AnyKeyframe)
            .SortByDescending(there => there.Place).FirstOrDefaultAsync(cancellationToken))?.ToTake());

    /// <summary>One write: in place of an earlier one, or where there is none.</summary>
    private Task<bool> TryReplaceAsync(StoredApprovedShot accepted, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        try
        {
            await _shots.ReplaceOneAsync(
                s_where.Eq(there => there.Id, accepted.Id)
                    & (s_where.Lt(there => there.AcceptedAt, accepted.AcceptedAt)
                        | (s_where.Eq(there => there.CorrelationId, accepted.CorrelationId) & s_where.Lt(there => there.Round, accepted.Round))),
                accepted, new ReplaceOptions { IsUpsert = true }, cancellationToken);
            return true;
        }
        catch (MongoWriteException taken) when (taken.WriteError?.Category == ServerErrorCategory.DuplicateKey)
        {
            return false;
        }
    });

    private Task<AcceptedTake?> FindAsync(AcceptedTake take, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (await _shots.Find(s_where.Eq(there => there.Id, AcceptedTake.IdOf(take.Project, take.EpisodeId, take.ShotId))).FirstOrDefaultAsync(cancellationToken))?.ToTake());
}
