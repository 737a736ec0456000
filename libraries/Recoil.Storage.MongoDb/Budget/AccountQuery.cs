using MongoDB.Bson;
using MongoDB.Driver;
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
        Builders<AccountRecord>.Projection.Include(account => account.HeldPico).Include(account => account.SpentPico).Include(account => account.OpenCount);

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

    public static string Key(Guid id) => id.ToString("N");

    public static FilterDefinition<AccountRecord> One(string account) => s_where.Eq(there => there.Id, account);

    public static FilterDefinition<AccountRecord> Expiring(DateTimeOffset now) => s_where.Lte(account => account.NextLapse, now);

    public static FilterDefinition<AccountRecord> WithClosedBefore(DateTimeOffset time) => s_where.Lt(account => account.OldestClosed, time);

    public static FilterDefinition<AccountRecord> WithOpen(string account, Guid id) => new BsonDocument { { "_id", account }, { Open(id), Exists(true) } };

    public static FilterDefinition<AccountRecord> WithExpired(string account, Guid id, DateTimeOffset now) =>
        One(account) & s_where.Lte($"{Open(id)}.lapsesAt", InstantSerializer.Write(now));

    public static FilterDefinition<AccountRecord> WithoutReservation(string account, Guid id, long moves) => Without(account, id, moves);

    public static FilterDefinition<AccountRecord> WithRoom(string account, Guid id, long moves, long mostHeld) =>
        Without(account, id, moves).Add("heldPico", new BsonDocument("$lte", mostHeld));

    public static FilterDefinition<AccountRecord> WithCharged(string account, Guid id, long charged) =>
        One(account) & s_where.Eq($"{Closed(id)}.chargedPico", charged);

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
            { "$inc", new BsonDocument { { "heldPico", amount }, { "openCount", 1 } } },
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
            { "closings", new BsonDocument("$add", new BsonArray { "$closings", 1 }) },
            { "oldestClosed", new BsonDocument("$min", new BsonArray { "$oldestClosed", closedAt }) },
            { Closed(id), new BsonDocument { { "outcome", "Reserved" }, { "chargedPico", cost }, { "closedAt", closedAt } } },
        };
        return s_update.Pipeline(new[] { new BsonDocument("$set", set), new BsonDocument("$unset", open) });
    }

    public static FindOneAndUpdateOptions<AccountRecord> BeforeClosing(Guid id) => new()
    {
        ReturnDocument = ReturnDocument.Before,
        Projection = new BsonDocument { { "closings", 1 }, { Open(id), 1 } },
    };

    public static UpdateDefinition<AccountRecord> CloseUnknown(Guid id, ClosedReservation closed, long charge) => s_update
        .Inc(account => account.HeldPico, charge)
        .Inc(account => account.SpentPico, charge)
        .Inc(account => account.Closings, 1)
        .Min(account => account.OldestClosed, closed.ClosedAt)
        .Set(Closed(id), closed);

    public static UpdateDefinition<AccountRecord> ChargeMore(Guid id, long charged, long cost, DateTimeOffset now) => s_update
        .Inc(account => account.HeldPico, cost - charged)
        .Inc(account => account.SpentPico, cost - charged)
        .Set($"{Closed(id)}.chargedPico", cost)
        .Set($"{Closed(id)}.closedAt", InstantSerializer.Write(now));

    public static UpdateDefinition<AccountRecord> Remove(IEnumerable<string> keys) =>
        keys.Aggregate(s_update.Inc(account => account.Moves, 1), (update, key) => update.Unset($"closed.{key}"));

    /// <summary>Makes a closed reservation a document of its own, or brings the one there is up to date: what is charged only grows.</summary>
    public static UpdateOneModel<ReservationRecord> Copy(string account, Guid id, ClosedReservation closed)
    {
        var copy = Builders<ReservationRecord>.Update
            .SetOnInsert(reservation => reservation.Account, account)
            .SetOnInsert(reservation => reservation.Outcome, closed.Outcome)
            .Max(reservation => reservation.ChargedPico, closed.ChargedPico);
        return new UpdateOneModel<ReservationRecord>(
            Builders<ReservationRecord>.Filter.Eq(reservation => reservation.Id, id),
            closed.ClosedAt is null ? copy : copy.Max(reservation => reservation.ClosedAt, closed.ClosedAt))
        {
            IsUpsert = true,
        };
    }

    private static BsonDocument Without(string account, Guid id, long moves) =>
        new() { { "_id", account }, { "moves", moves }, { Open(id), Exists(false) }, { Closed(id), Exists(false) } };

    private static BsonDocument Exists(bool exists) => new("$exists", exists);

    private static string Open(Guid id) => $"open.{Key(id)}";

    private static string Closed(Guid id) => $"closed.{Key(id)}";
}
