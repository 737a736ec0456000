using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;
using Recoil.Storage.MongoDb.Bson;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Sagas;

/// <summary>The filters and updates of saga documents. Fields go by name here: a saga step should not pay for expressions.</summary>
internal static class SagaQuery
{
    private static readonly string[] s_optional = ["dueAt", "timerDueAt", "outboxDueAt", "expiresAt"];

    private static readonly BsonDocument s_dueAfterDelivery = new(
        "$cond",
        new BsonArray
        {
            new BsonDocument("$and", new BsonArray { GreaterThanNull("$timerDueAt"), new BsonDocument("$not", new BsonArray { GreaterThanNull("$asideSince") }) }),
            new BsonDocument("$max", new BsonArray { "$timerDueAt", "$claimedUntil" }),
            "$$REMOVE",
        });

    public static FilterDefinition<SagaRecord<TState>> One<TState>(Guid id) where TState : class => new BsonDocument("_id", Uuid(id));

    public static FilterDefinition<SagaRecord<TState>> OneAt<TState>(Guid id, long version) where TState : class =>
        new BsonDocument { { "_id", Uuid(id) }, { "version", version } };

    public static FilterDefinition<SagaRecord<TState>> Due<TState>(DateTimeOffset now) where TState : class =>
        Builders<SagaRecord<TState>>.Filter.Lte(saga => saga.DueAt, now);

    /// <summary>Documents of this version or an earlier one; newer programs sweep their own.</summary>
    public static FilterDefinition<SagaRecord<TState>> Known<TState>(int schema) where TState : class =>
        new BsonDocument("schema", new BsonDocument("$not", new BsonDocument("$gt", schema)));

    public static FilterDefinition<SagaRecord<TState>> Expired<TState>(DateTimeOffset now) where TState : class =>
        Builders<SagaRecord<TState>>.Filter.Lte(saga => saga.ExpiresAt, now) & new BsonDocument("outboxDueAt", new BsonDocument("$exists", false));

    public static FilterDefinition<SagaRecord<TState>> Undelivered<TState>(Guid id) where TState : class =>
        new BsonDocument { { "_id", Uuid(id) }, { "outboxDueAt", new BsonDocument("$exists", true) } };

    /// <summary>An undelivered document is due some time, so the index of what is due finds it.</summary>
    public static FilterDefinition<SagaRecord<TState>> AnyUndelivered<TState>() where TState : class =>
        Due<TState>(DateTimeOffset.MaxValue) & Builders<SagaRecord<TState>>.Filter.Exists(saga => saga.OutboxDueAt);

    /// <summary>Writes everything but the id and the time of the insert; a sweeper's claim ends.</summary>
    public static UpdateDefinition<SagaRecord<TState>> Replace<TState>(SagaContent<TState> content) where TState : class
    {
        var unset = new BsonDocument { { "claim", "" }, { "claimedUntil", "" }, { "asideSince", "" }, { "asideReason", "" } };
        DateTimeOffset?[] values = [content.DueAt, content.TimerDueAt, content.OutboxDueAt, content.ExpiresAt];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is null)
                unset.Add(s_optional[i], "");
        }

        // Wrapped, the content is written once, straight into the command.
        return new BsonDocument { { "$set", new BsonDocumentWrapper(content, BsonSerializer.LookupSerializer<SagaContent<TState>>()) }, { "$unset", unset } };
    }

    /// <summary>
    /// Strikes out what was delivered. When that was the whole outbox of the version that is stored, or leaves nothing, no sweeper
    /// looks at the outbox again; a claim outlives that, for whoever has it may still be at the timers.
    /// </summary>
    public static UpdateDefinition<SagaRecord<TState>> MarkDelivered<TState>(OutboxDelivery delivery) where TState : class
    {
        var delivered = new BsonArray(delivery.MessageIds.Select(Uuid));
        var rest = new BsonDocument("$filter", new BsonDocument
        {
            { "input", "$outbox" },
            { "cond", new BsonDocument("$not", new BsonArray { new BsonDocument("$in", new BsonArray { "$$this.messageId", delivered }) }) },
        });
        var nothingLeft = new BsonDocument("$eq", new BsonArray { new BsonDocument("$size", rest), 0 });
        BsonValue done = delivery.WholeOf is { } version
            ? new BsonDocument("$or", new BsonArray { new BsonDocument("$eq", new BsonArray { "$version", version }), nothingLeft })
            : nothingLeft;
        var stage = new BsonDocument("$set", new BsonDocument
        {
            { "outbox", If(done, "$outbox", rest) },
            { "dueAt", If(done, s_dueAfterDelivery, "$dueAt") },
            { "outboxDueAt", If(done, "$$REMOVE", "$outboxDueAt") },
        });
        return Builders<SagaRecord<TState>>.Update.Pipeline(new[] { stage });

        static BsonDocument If(BsonValue condition, BsonValue then, BsonValue otherwise) => new("$cond", new BsonArray { condition, then, otherwise });
    }

    private static BsonDocument GreaterThanNull(string field) => new("$gt", new BsonArray { field, BsonNull.Value });

    private static BsonValue Uuid(Guid id) => new BsonBinaryData(id, GuidRepresentation.Standard);
}
