using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Bson;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb.Takes;

internal static class TakeQuery
{
    private static readonly FilterDefinitionBuilder<StoredTake> s_where = Builders<StoredTake>.Filter;

    /// <summary>Takes that have ended and were made; their index holds nothing else.</summary>
    public static readonly FilterDefinition<StoredTake> HasCost = s_where.Gte(take => take.CostPico, 0);

    public static FilterDefinition<StoredTake> Made(string account) => s_where.Eq(take => take.Account, account) & HasCost;

    /// <summary>Sums takes by where their costs come from. Those that earlier versions ended do not say it, but their results say whether anybody knew.</summary>
    public static BsonDocument BySource => new()
    {
        { "_id", new BsonDocument { { "source", "$costSource" }, { "error", "$result.errorKind" } } },
        { "count", new BsonDocument("$sum", 1) },
        { "cost", new BsonDocument("$sum", "$costPico") },
    };

    /// <summary>What the takes of one of these sums cost.</summary>
    public static KnownCost CostOf(BsonDocument sum)
    {
        var key = sum["_id"].AsBsonDocument;
        CostSource? source = key.GetValue("source", BsonNull.Value) is { IsBsonNull: false } stored
            ? (CostSource)stored.ToInt32()
            : key.GetValue("error", BsonNull.Value) == SnakeCase.Of(ErrorKind.OutcomeUnknown) ? CostSource.Unknown : null;
        return KnownCost.Of(PicoDollars.ToDollars(sum["cost"].ToInt64()), source);
    }

    /// <summary>Takes that have not ended; the index of what is due holds nothing else.</summary>
    public static readonly FilterDefinition<StoredTake> HasDueTime = s_where.Exists(take => take.DueAt);

    /// <summary>States of takes whose submit has begun; those of earlier versions have none.</summary>
    private static readonly int?[] s_begun = [null, (int)TakeState.Submitting, (int)TakeState.Submitted, (int)TakeState.Fetching];

    private static readonly int?[] s_unended = [(int)TakeState.Queued, .. s_begun];

    /// <summary>Takes of a provider that any worker may claim.</summary>
    public static FilterDefinition<StoredTake> Due(string provider, DateTimeOffset now) => Due(provider, s_unended, now);

    /// <summary>Takes of a provider whose submit has begun and whose claim has ended.</summary>
    public static FilterDefinition<StoredTake> Begun(string provider, DateTimeOffset now) => Due(provider, s_begun, now);

    /// <summary>Takes of a provider that wait for their beginning.</summary>
    public static FilterDefinition<StoredTake> Queued(string provider, DateTimeOffset now) => Due(provider, [(int)TakeState.Queued], now);

    /// <summary>Takes that have not begun; the index of their order holds nothing else.</summary>
    public static readonly FilterDefinition<StoredTake> IsQueued = s_where.Eq(take => take.State, (int)TakeState.Queued);

    /// <summary>Takes of a run that wait for their beginning at a provider, or are claimed for it.</summary>
    public static FilterDefinition<StoredTake> Waiting(string provider, string account) =>
        s_where.Eq(take => take.Provider, provider) & IsQueued & s_where.Eq(take => take.Account, account);

    /// <summary>The same for one shot. The index finds its run's; the rest is looked at in them.</summary>
    public static FilterDefinition<StoredTake> Waiting(string provider, string account, Guid shot) => new BsonDocument
    {
        { "provider", provider },
        { "state", (int)TakeState.Queued },
        { "account", account },
        { "$and", new BsonArray { new BsonDocument("correlationId", new BsonBinaryData(shot, GuidRepresentation.Standard)) } },
    };

    /// <summary>Takes of a provider that have not ended.</summary>
    public static FilterDefinition<StoredTake> Unended(string provider) =>
        s_where.Eq(take => take.Provider, provider) & s_where.In(take => take.State, s_unended) & HasDueTime;

    private static FilterDefinition<StoredTake> Due(string provider, int?[] states, DateTimeOffset now) => s_where.Eq(take => take.Provider, provider)
        & (states is [{ } only] ? s_where.Eq(take => take.State, only) : s_where.In(take => take.State, states)) & HasDueTime & s_where.Lte(take => take.DueAt, now);

    /// <summary>A run's first take comes first.</summary>
    public static SortDefinition<StoredTake> HeadFirst { get; } =
        Builders<StoredTake>.Sort.Ascending(take => take.Account).Descending(take => take.Priority).Ascending(take => take.DueAt);

    /// <summary>The order in which takes wait, by provider and state.</summary>
    public static BsonDocument QueueKeys => new() { { "provider", 1 }, { "state", 1 }, { "account", 1 }, { "priority", -1 }, { "dueAt", 1 } };

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
