using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;
using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Reviews;

namespace Recoil.Storage.MongoDb.Reviews;

internal sealed class MongoReviewEntries(MongoDbStore store) : IReviewEntries
{
    private static readonly FilterDefinitionBuilder<StoredReview> s_where = Builders<StoredReview>.Filter;
    private static readonly UpdateDefinitionBuilder<StoredReview> s_update = Builders<StoredReview>.Update;
    private static readonly SortDefinition<StoredReview> s_oldestFirst = Builders<StoredReview>.Sort.Ascending(review => review.EnqueuedAt);

    private readonly IMongoCollection<StoredReview> _reviews = store.Reviews;

    public Task<bool> TryAddAsync(ReviewEntry entry, CancellationToken cancellationToken) =>
        store.DoAsync(() => _reviews.TryInsertAsync(StoredReview.Of(entry), cancellationToken));

    public Task<ReviewEntry?> FindAsync(Guid reviewId, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (await _reviews.Find(s_where.Eq(review => review.Id, reviewId)).FirstOrDefaultAsync(cancellationToken))?.ToEntry());

    public Task<IReadOnlyList<ReviewEntry>> FindAsync(ReviewIdRange ids, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return store.DoAsync<IReadOnlyList<ReviewEntry>>(async () =>
            [.. (await _reviews.Find(ReviewQuery.Within(ids)).SortBy(review => review.Id).Limit(limit).ToListAsync(cancellationToken)).Select(review => review.ToEntry())]);
    }

    public Task<IReadOnlyList<ReviewEntry>> ListAsync(string project, string runId, CancellationToken cancellationToken) =>
        store.DoAsync<IReadOnlyList<ReviewEntry>>(async () =>
            [.. (await _reviews.Find(ReviewQuery.OfRun(project, runId)).Sort(s_oldestFirst).ToListAsync(cancellationToken)).Select(review => review.ToEntry())]);

    public Task<OpenReviews> ListOpenAsync(string? project, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return store.DoAsync(async () => OpenReviews.Of(
            await _reviews.Find(ReviewQuery.Open(project)).Sort(s_oldestFirst).Limit(limit).As(BsonDocumentSerializer.Instance).ToListAsync(cancellationToken),
            stored => stored["_id"].AsGuid, Read));
    }

    public Task<ReviewEntry?> ClaimAsync(
        Guid reviewId, string person, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) => ChangeOpenAsync(
            reviewId, person, now, s_update.Set(review => review.ClaimedBy, person).Set(review => review.ClaimedUntil, until), cancellationToken);

    public Task<ReviewEntry?> DecideAsync(ReviewDecided decision, DateTimeOffset now, CancellationToken cancellationToken) => ChangeOpenAsync(
        decision.ReviewId, decision.By, now, s_update.Set(review => review.Decision, decision).Set(review => review.Open, false), cancellationToken);

    public async Task<int> RemoveAsync(DateTimeOffset decidedBefore, DateTimeOffset enqueuedBefore, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var decided = _reviews.Find(ReviewQuery.DecidedBefore(decidedBefore)).Sort(Builders<StoredReview>.Sort.Ascending(ReviewQuery.DecidedAt));
        var open = _reviews.Find(ReviewQuery.OpenBefore(enqueuedBefore)).SortBy(review => review.EnqueuedAt);
        return await RemoveAsync(decided, FilterDefinition<StoredReview>.Empty, limit, cancellationToken)
            + await RemoveAsync(open, ReviewQuery.AnyOpen, limit, cancellationToken);
    }

    /// <param name="old">What is old.</param>
    /// <param name="still">What they still must be, for they may be decided meanwhile.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private Task<int> RemoveAsync(IFindFluent<StoredReview, StoredReview> old, FilterDefinition<StoredReview> still, int limit, CancellationToken cancellationToken) =>
        store.RemoveAsync(
            old.Project<BsonDocument>(Builders<StoredReview>.Projection.Include(ReviewQuery.ShotId)), limit,
            async page =>
            {
                var shots = await store.WithoutSagaAsync(page.Select(ShotOf).OfType<Guid>(), cancellationToken);
                return [.. page.Where(review => ShotOf(review) is { } shot && shots.Contains(shot))];
            },
            async reviews => (int)(await _reviews.DeleteManyAsync(
                s_where.In(review => review.Id, reviews.Select(review => review["_id"].AsGuid)) & still, cancellationToken)).DeletedCount,
            cancellationToken);

    /// <summary>The shot; null where it cannot be read.</summary>
    private static Guid? ShotOf(BsonDocument review) =>
        review.GetValue("request", BsonNull.Value) is BsonDocument request && Guid.TryParse(request.GetValue("correlationId", "").ToString(), out var shot) ? shot : null;

    /// <summary>Changes an entry that is open and not claimed by another person.</summary>
    private Task<ReviewEntry?> ChangeOpenAsync(
        Guid reviewId, string person, DateTimeOffset now, UpdateDefinition<StoredReview> change, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var free = s_where.Eq(review => review.Id, reviewId) & s_where.Eq(review => review.Open, true)
            & (s_where.Exists(review => review.ClaimedUntil, exists: false) | s_where.Lte(review => review.ClaimedUntil, now) | s_where.Eq(review => review.ClaimedBy, person));
        var changed = await _reviews.FindOneAndUpdateAsync(
            free, change, new FindOneAndUpdateOptions<StoredReview> { ReturnDocument = ReturnDocument.After }, cancellationToken);
        changed ??= await _reviews.Find(s_where.Eq(review => review.Id, reviewId)).FirstOrDefaultAsync(cancellationToken);
        return changed?.ToEntry();
    });

    private ReviewEntry Read(BsonDocument stored)
    {
        using var reader = new BsonDocumentReader(stored);
        return _reviews.DocumentSerializer.Deserialize(BsonDeserializationContext.CreateRoot(reader)).ToEntry();
    }
}
