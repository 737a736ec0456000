using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Bson;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>
/// The filters and updates of accounts. A reservation has the field <c>open.id</c> or <c>closed.id</c> of its account. What every
/// reservation and settlement needs goes by name, for they should not pay for expressions.
/// </summary>
internal static class AccountQuery
{
    private static readonly FilterDefinitionBuilder<AccountRecord> s_where = Builders<AccountRecord>.Filter;
    private static readonly UpdateDefinitionBuilder<AccountRecord> s_update = Builders<AccountRecord>.Update;

    public static readonly ProjectionDefinition<AccountRecord> Balance =
        Builders<AccountRecord>.Projection.Include(account => account.HeldPico).Include(account => account.ExtrasPico)
            .Include(account => account.SpentPico).Include(account => account.OpenCount);

    public static readonly ProjectionDefinition<AccountRecord> OpenOnly = Builders<AccountRecord>.Projection.Include(account => account.Open);

    public static readonly SortDefinition<AccountRecord> FirstExpiringFirst = Builders<AccountRecord>.Sort.Ascending(account => account.NextLapse);

    public static readonly UpdateDefinition<AccountRecord> FindNextExpiry = s_update.Pipeline(new[]
    {
        BsonDocument.Parse("""
            { $set: { nextLapse: { $ifNull: [ { $min: { $map: { input: { $objectToArray: "$open" }, in: "$$this.v.lapsesAt" } } }, "$$REMOVE" ] } } }
            """),
    });

    public static readonly UpdateDefinition<AccountRecord> FindOldestClosed = s_update.Pipeline(new[]
    {
        BsonDocument.Parse("""
            { $set: { oldestClosed: { $ifNull: [ { $min: { $map: { input: { $objectToArray: "$closed" }, in: "$$this.v.closedAt" } } }, "$$REMOVE" ] } } }
            """),
    });

    /// <summary>Gives back what the hold has beyond what the run may still spend, see <see cref="RunMoney"/>.</summary>
    private static readonly BsonDocument s_giveBack = BsonDocument.Parse("""
        { $set: {
            seq: { $add: [ "$seq", { $cond: [ { $gt: [ "$roomPico", { $max: [ 0, { $subtract: [ { $ifNull: [ "$floorPico", 0 ] }, "$heldPico" ] } ] } ] }, 1, 0 ] } ] },
            roomPico: { $min: [ "$roomPico", { $max: [ 0, { $subtract: [ { $ifNull: [ "$floorPico", 0 ] }, "$heldPico" ] } ] } ] } } }
        """);

    public static string Key(Guid id) => id.ToString("N");

    public static FilterDefinition<AccountRecord> One(string account) => s_where.Eq(there => there.Id, account);

    public static FilterDefinition<AccountRecord> Expiring(DateTimeOffset now) => s_where.Lte(account => account.NextLapse, now);

    public static FilterDefinition<AccountRecord> WithClosedBefore(DateTimeOffset time) => s_where.Lt(account => account.OldestClosed, time);

    public static FilterDefinition<AccountRecord> WithOpen(string account, Guid id) => new BsonDocument { { "_id", account }, { Open(id), Exists(true) } };

    /// <summary>
    /// The account with an open reservation that can be closed in place: the account's hold has room for the cost, and neither extra money nor an earlier
    /// month has to do with it.
    /// </summary>
    public static BsonDocument Closable(string account, Guid id, long cost)
    {
        var open = Open(id);
        return new BsonDocument
        {
            { "_id", account }, { open, Exists(true) }, { $"{open}.shot", Exists(false) }, { $"{open}.month", Exists(false) },
            { "$or", new BsonArray
            {
                new BsonDocument { { $"{open}.amountPico", AtLeast(cost) }, { "roomPico", AtLeast(0) } }, new BsonDocument("roomPico", AtLeast(cost)),
            } },
        };
    }

    /// <summary>The same, if the reservation has lapsed.</summary>
    public static BsonDocument Lapsed(string account, Guid id, DateTimeOffset now) =>
        Closable(account, id, cost: 0).Add($"{Open(id)}.lapsesAt", new BsonDocument("$lte", InstantSerializer.Write(now)));

    public static FilterDefinition<AccountRecord> WithoutReservation(string account, Guid id, long moves) => Without(account, id, moves);

    /// <summary>The account where nothing is known of a reservation and there is room for it: under the run's cap and in its hold.</summary>
    public static FilterDefinition<AccountRecord> WithRoom(string account, Guid id, long moves, long mostHeld, long amount)
    {
        var filter = Without(account, id, moves).Add("heldPico", new BsonDocument("$lte", mostHeld));
        return amount == 0 ? filter : filter.Add("roomPico", AtLeast(amount));
    }

    /// <summary>The account while its sums are those that were read. A field that is absent is looked for as null.</summary>
    public static BsonDocument Unchanged(AccountRecord account) => new()
    {
        { "_id", account.Id }, { "moves", account.Moves }, { "seq", Value(account.Seq) }, { "heldPico", account.HeldPico }, { "extrasPico", Value(account.ExtrasPico) },
        { "roomPico", Value(account.RoomPico) }, { "floorPico", Value(account.FloorPico) }, { "spentPico", account.SpentPico },
        { "openCount", account.OpenCount }, { "closings", account.Closings },
    };

    /// <summary>Nothing is known of a reservation.</summary>
    public static BsonDocument Unknown(Guid id) => new() { { Open(id), Exists(false) }, { Closed(id), Exists(false) } };

    /// <summary>The account while nothing was closed in it since it was read.</summary>
    public static FilterDefinition<AccountRecord> WithClosings(AccountRecord account) => new BsonDocument { { "_id", account.Id }, { "closings", account.Closings } };

    /// <summary>A project's accounts that it does not hold yet: of earlier versions.</summary>
    public static FilterDefinition<AccountRecord> NotHeld(string project) => OfProject(project).Add("roomPico", Exists(false));

    public static BsonDocument OfProject(string project) =>
        new("_id", new BsonDocument { { "$gte", ProjectAccounts.From(project) }, { "$lt", ProjectAccounts.Before(project) } });

    /// <summary>The account while these of its closed reservations are what they were.</summary>
    public static FilterDefinition<AccountRecord> WithClosed(AccountRecord account, IEnumerable<string> keys) => s_where.And(
        account.Closed.Where(closed => keys.Contains(closed.Key, StringComparer.Ordinal)).Select(closed => s_where.Eq($"closed.{closed.Key}.chargedPico", closed.Value.ChargedPico))
            .Prepend(One(account.Id) & s_where.Eq(there => there.Moves, account.Moves)));

    public static UpdateDefinition<AccountRecord> Renew(Guid id, DateTimeOffset lapsesAt) =>
        new BsonDocument("$max", new BsonDocument($"{Open(id)}.lapsesAt", InstantSerializer.Write(lapsesAt)));

    public static UpdateDefinition<AccountRecord> Reserve(Guid id, long amount, DateTimeOffset lapsesAt)
    {
        var lapses = InstantSerializer.Write(lapsesAt);
        return new BsonDocument
        {
            // An account that the project does not hold yet gets no room from what costs nothing.
            { "$inc", amount == 0
                ? new BsonDocument("openCount", 1)
                : new BsonDocument { { "heldPico", amount }, { "roomPico", -amount }, { "openCount", 1 } } },
            { "$min", new BsonDocument("nextLapse", lapses) },
            { "$set", new BsonDocument(Open(id), new BsonDocument { { "amountPico", amount }, { "lapsesAt", lapses } }) },
        };
    }

    /// <summary>What was reserved is only known to the document, so it works its sums out itself.</summary>
    public static UpdateDefinition<AccountRecord> Close(Guid id, long cost, DateTimeOffset now)
    {
        var (open, closedAt) = (Open(id), InstantSerializer.Write(now));
        var set = new BsonDocument
        {
            { "heldPico", new BsonDocument("$add", new BsonArray { "$heldPico", cost, new BsonDocument("$multiply", new BsonArray { $"${open}.amountPico", -1 }) }) },
            { "spentPico", new BsonDocument("$add", new BsonArray { "$spentPico", cost }) },
            { "openCount", new BsonDocument("$add", new BsonArray { "$openCount", -1 }) },
            { "roomPico", new BsonDocument("$add", new BsonArray { "$roomPico", $"${open}.amountPico", -cost }) },
            { "closings", new BsonDocument("$add", new BsonArray { "$closings", 1 }) },
            { "oldestClosed", new BsonDocument("$min", new BsonArray { "$oldestClosed", closedAt }) },
            { Closed(id), new BsonDocument { { "outcome", "Reserved" }, { "chargedPico", cost }, { "closedAt", closedAt } } },
        };
        return s_update.Pipeline(new[] { new BsonDocument("$set", set), s_giveBack, new BsonDocument("$unset", open) });
    }

    public static FindOneAndUpdateOptions<AccountRecord> BeforeClosing(Guid id) => new()
    {
        ReturnDocument = ReturnDocument.Before,
        Projection = new BsonDocument
        {
            { "closings", 1 }, { "heldPico", 1 }, { "extrasPico", 1 }, { "roomPico", 1 }, { "floorPico", 1 }, { "seq", 1 }, { "month", 1 }, { "past", 1 }, { Open(id), 1 },
        },
    };

    /// <summary>Writes down a refusal.</summary>
    public static UpdateDefinition<AccountRecord> Refuse(Guid id, ReservationOutcome outcome, DateTimeOffset now) => s_update
        .Inc(account => account.Closings, 1)
        .Min(account => account.OldestClosed, now)
        .Set(Closed(id), new ClosedReservation(outcome, ChargedPico: 0) { ClosedAt = now });

    /// <summary>A change of the hold that only has a number: one that came to nothing has all up to it.</summary>
    public static UpdateDefinition<AccountRecord> Number(long seq) => s_update.Set(account => account.Seq, seq);

    public static UpdateDefinition<AccountRecord> Remove(IEnumerable<string> keys) =>
        keys.Aggregate(s_update.Inc(account => account.Moves, 1), (update, key) => update.Unset($"closed.{key}"));

    /// <summary>Makes a closed reservation a document of its own, or brings the one there is up to date: what is charged only grows.</summary>
    public static UpdateOneModel<ReservationRecord> Copy(string account, Guid id, ClosedReservation closed)
    {
        var copy = Builders<ReservationRecord>.Update
            .SetOnInsert(reservation => reservation.Account, account)
            .SetOnInsert(reservation => reservation.Outcome, closed.Outcome)
            .Max(reservation => reservation.ChargedPico, closed.ChargedPico);
        if (closed.Shot is not null)
            copy = copy.SetOnInsert(reservation => reservation.ExtraPico, closed.ExtraPico).SetOnInsert(reservation => reservation.Shot, closed.Shot);
        return new UpdateOneModel<ReservationRecord>(
            Builders<ReservationRecord>.Filter.Eq(reservation => reservation.Id, id),
            closed.ClosedAt is null ? copy : copy.Max(reservation => reservation.ClosedAt, closed.ClosedAt))
        {
            IsUpsert = true,
        };
    }

    private static BsonDocument Without(string account, Guid id, long moves) => new BsonDocument { { "_id", account }, { "moves", moves } }.AddRange(Unknown(id));

    private static BsonDocument Exists(bool exists) => new("$exists", exists);

    private static BsonDocument AtLeast(long least) => new("$gte", least);

    private static BsonValue Value(long? number) => number is { } there ? there : BsonNull.Value;

    public static string Open(Guid id) => $"open.{Key(id)}";

    public static string Closed(Guid id) => $"closed.{Key(id)}";

    public static string Extra(Guid shot) => $"extras.{Key(shot)}";
}
