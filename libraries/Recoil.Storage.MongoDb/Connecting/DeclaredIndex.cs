using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.MongoDb.ApprovedShots;
using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.MongoDb.Failures;
using Recoil.Storage.MongoDb.Judging;
using Recoil.Storage.MongoDb.Reviews;
using Recoil.Storage.MongoDb.Runs;
using Recoil.Storage.MongoDb.Sagas;
using Recoil.Storage.MongoDb.Steering;
using Recoil.Storage.MongoDb.Takes;

namespace Recoil.Storage.MongoDb.Connecting;

/// <summary>An index, made at start. Everything that is looked for by something else than its id has one.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Name">The index's name.</param>
/// <param name="Keys">Its fields in order, 1 or -1.</param>
/// <param name="IsSparse">Whether documents without the field are not in it.</param>
/// <param name="Only">Which documents are in it; null for all.</param>
internal sealed record DeclaredIndex(string Collection, string Name, BsonDocument Keys, bool IsSparse = false, BsonDocument? Only = null)
{
    /// <summary>The indexes of everything but sagas.</summary>
    public static IEnumerable<DeclaredIndex> OfLedgers(MongoDbStore store)
    {
        var (accounts, takes, reviews) = (NameOf(store.Accounts), NameOf(store.Takes), NameOf(store.Reviews));
        yield return new DeclaredIndex(accounts, "lapsing", Ascending(nameof(AccountRecord.NextLapse)), IsSparse: true);
        yield return new DeclaredIndex(accounts, "closed", Ascending(nameof(AccountRecord.OldestClosed)), IsSparse: true);
        yield return new DeclaredIndex(NameOf(store.Reservations), "closed", Ascending(nameof(ReservationRecord.ClosedAt)));
        yield return new DeclaredIndex(takes, "begun", Ascending(nameof(StoredTake.BegunAt)));
        yield return new DeclaredIndex(reviews, "decided", new BsonDocument(ReviewQuery.DecidedAt, 1), IsSparse: true);
        yield return new DeclaredIndex(
            takes, "made", Ascending(nameof(StoredTake.Account), nameof(StoredTake.CostPico)), Only: Rendered(store.Takes, TakeQuery.HasCost));
        yield return new DeclaredIndex(
            takes, "waiting", Ascending(nameof(StoredTake.Provider), nameof(StoredTake.State), nameof(StoredTake.DueAt)), Only: Rendered(store.Takes, TakeQuery.HasDueTime));
        yield return new DeclaredIndex(takes, "queue", TakeQuery.QueueKeys, Only: Rendered(store.Takes, TakeQuery.IsQueued));
        yield return new DeclaredIndex(NameOf(store.Priorities), "by_age", Ascending(nameof(StoredPriority.At)));
        yield return new DeclaredIndex(
            NameOf(store.Pauses), "in_force", Ascending(nameof(StoredPause.InForce)), Only: Rendered(store.Pauses, MongoPauses.AnyInForce));
        yield return new DeclaredIndex(takes, "undelivered", Ascending(nameof(StoredTake.UndeliveredAt)), IsSparse: true);
        yield return new DeclaredIndex(
            reviews, "of_run", Ascending(nameof(StoredReview.Project), nameof(StoredReview.RunId), nameof(StoredReview.EnqueuedAt)));
        yield return new DeclaredIndex(
            reviews, "open", Ascending(nameof(StoredReview.EnqueuedAt)), Only: Rendered(store.Reviews, ReviewQuery.AnyOpen));
        yield return new DeclaredIndex(
            reviews, "open_of_project", Ascending(nameof(StoredReview.Project), nameof(StoredReview.EnqueuedAt)), Only: Rendered(store.Reviews, ReviewQuery.AnyOpen));
        var shots = NameOf(store.RunShots);
        yield return new DeclaredIndex(NameOf(store.RunPlans), "in_order", Ascending(nameof(StoredPlannedShot.Plan), nameof(StoredPlannedShot.Index)));
        yield return new DeclaredIndex(shots, "in_order", Ascending(nameof(StoredRunShot.Plan), nameof(StoredRunShot.Index)));
        yield return new DeclaredIndex(shots, "by_id", Ascending(nameof(StoredRunShot.Plan), nameof(StoredRunShot.ShotId)));
        yield return new DeclaredIndex(shots, "by_place", Ascending(nameof(StoredRunShot.Plan), nameof(StoredRunShot.Place), nameof(StoredRunShot.Index), nameof(StoredRunShot.Scene)));
        yield return new DeclaredIndex(
            shots, "for_a_person", Ascending(nameof(StoredRunShot.Plan), nameof(StoredRunShot.Scene)), Only: Rendered(store.RunShots, MongoRunShots.AnyForPerson));
        yield return new DeclaredIndex(
            shots, "anchors", Ascending(nameof(StoredRunShot.Plan), nameof(StoredRunShot.Scene), nameof(StoredRunShot.Index)), Only: Rendered(store.RunShots, MongoRunShots.AnyAnchor));
        yield return new DeclaredIndex(NameOf(store.RunEnds), "by_time", Ascending(nameof(StoredRunEnd.KeptUntil)));
        yield return new DeclaredIndex(
            NameOf(store.ApprovedShots), "in_order",
            Ascending(nameof(StoredApprovedShot.Project), nameof(StoredApprovedShot.EpisodeId), nameof(StoredApprovedShot.Scene), nameof(StoredApprovedShot.Place)),
            Only: Rendered(store.ApprovedShots, MongoApprovedShots.AnyKeyframe));
        yield return new DeclaredIndex(NameOf(store.Judgements), "by_age", Ascending(nameof(StoredJudgement.ChangedAt)));
        yield return new DeclaredIndex(
            NameOf(store.FailedMessages), "in_order", Ascending(nameof(StoredFailedMessage.At)).Add("_id", 1));
    }

    /// <summary>The indexes of one type of saga.</summary>
    public static IEnumerable<DeclaredIndex> OfSagas(string type)
    {
        var sagas = MongoDbStore.SagaCollection(type);
        yield return new DeclaredIndex(sagas, "due", Ascending(nameof(SagaRecord<>.DueAt)), IsSparse: true);
        yield return new DeclaredIndex(sagas, "expiring", Ascending(nameof(SagaRecord<>.ExpiresAt)), IsSparse: true);
        yield return new DeclaredIndex(sagas, "set_aside", Ascending(nameof(SagaRecord<>.AsideSince)), IsSparse: true);
        yield return new DeclaredIndex(sagas, "newest", new BsonDocument(Element(nameof(SagaRecord<>.InsertedAt)), -1));
    }

    public CreateIndexModel<BsonDocument> ToModel() => new(Keys, new CreateIndexOptions<BsonDocument>
    {
        Name = Name,
        Sparse = IsSparse ? true : null,
        PartialFilterExpression = Only is null ? null : new BsonDocumentFilterDefinition<BsonDocument>(Only),
    });

    private static string NameOf<T>(IMongoCollection<T> collection) => collection.CollectionNamespace.CollectionName;

    private static BsonDocument Ascending(params string[] members) => new(members.Select(member => new BsonElement(Element(member), 1)));

    private static string Element(string member) => char.ToLowerInvariant(member[0]) + member[1..];

    private static BsonDocument Rendered<T>(IMongoCollection<T> collection, FilterDefinition<T> filter) =>
        filter.Render(new RenderArgs<T>(collection.DocumentSerializer, collection.Settings.SerializerRegistry));
}
