using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.MongoDb.Bson;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb.Takes;

internal static class TakeQuery
{
    private static readonly FilterDefinitionBuilder<StoredTake> s_where = Builders<StoredTake>.Filter;

    /// <summary>Takes that have ended and were made; their index holds nothing else.</summary>
    public static readonly FilterDefinition<StoredTake> HasCost = s_where.Gte(take => take.CostPico, 0);

    public static FilterDefinition<StoredTake> Made(string account) => s_where.Eq(take => take.Account, account) & HasCost;

    /// <summary>Takes that have not ended; the index of what is due holds nothing else.</summary>
    public static readonly FilterDefinition<StoredTake> HasDueTime = s_where.Exists(take => take.DueAt);

    /// <summary>Takes of a provider that any worker may claim.</summary>
    public static FilterDefinition<StoredTake> Due(string provider, DateTimeOffset now) =>
        s_where.Eq(take => take.Provider, provider) & HasDueTime & s_where.Lte(take => take.DueAt, now);

    /// <summary>The take, while this claim is the last one and was not given back.</summary>
    public static FilterDefinition<StoredTake> Held(TakeClaim claim) =>
        s_where.Eq(take => take.Id, claim.TakeId) & s_where.Eq(take => take.Token, claim.Token) & s_where.Exists(take => take.Worker);

    public static FilterDefinition<StoredTake> Is(Guid id, TakeState state) => s_where.Eq(take => take.Id, id) & s_where.Eq(take => take.State, (int)state);

    /// <summary>
    /// Takes that ended before a time, with nothing left to deliver. Those that earlier versions ended have no time of their end. The index
    /// finds what was begun before; the rest is looked at in them.
    /// </summary>
    public static FilterDefinition<StoredTake> Over(DateTimeOffset before)
    {
        var isOlder = new BsonDocument("$lt", InstantSerializer.Write(before));
        var isAbsent = new BsonDocument("$exists", false);
        return new BsonDocument
        {
            { "begunAt", isOlder },
            {
                "$and", new BsonArray
                {
                    new BsonDocument("result", new BsonDocument("$exists", true)),
                    new BsonDocument("undeliveredAt", isAbsent),
                    new BsonDocument("$or", new BsonArray { new BsonDocument("endedAt", isOlder), new BsonDocument("endedAt", isAbsent) }),
                }
            },
        };
    }

    public static FilterDefinition<StoredTake> Undelivered(DateTimeOffset before) => s_where.Lte(take => take.UndeliveredAt, before);
}
