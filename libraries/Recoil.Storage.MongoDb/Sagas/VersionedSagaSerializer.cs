using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;
using Recoil.Storage.MongoDb.Bson;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Sagas;

/// <summary>Reads a saga's document with the state that its version has, and makes one of the present version of it.</summary>
internal sealed class VersionedSagaSerializer<TState>(SagaSchema<TState> schema) : SerializerBase<SagaDocument<TState>>
    where TState : class
{
    private const string SchemaElement = "schema";

    public override SagaDocument<TState> Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        var (version, id) = Peek(context.Reader);
        return schema.Read(version, id, new Record(context));
    }

    /// <summary>The document's version and id; the reader stays where it is.</summary>
    private static (int Version, Guid Id) Peek(IBsonReader reader)
    {
        var (version, id) = (1, Guid.Empty);
        var start = reader.GetBookmark();
        reader.ReadStartDocument();
        while (reader.ReadBsonType() != BsonType.EndOfDocument)
        {
            var name = reader.ReadName();
            if (name == "_id")
            {
                id = reader.ReadBinaryData().ToGuid();
            }
            else if (name == SchemaElement)
            {
                version = reader.ReadInt32();
                break;
            }
            else
            {
                reader.SkipValue();
            }
        }

        reader.ReturnToBookmark(start);
        return (version, id);
    }

    private sealed class Record(BsonDeserializationContext context) : ISagaDocumentReader
    {
        public SagaDocument<T> Read<T>() where T : class
        {
            DocumentMaps.Register<T>();
            var record = BsonSerializer.LookupSerializer<SagaRecord<T>>().Deserialize(context);
            return new SagaDocument<T>
            {
                Id = record.Id,
                Version = record.Version,
                State = record.State,
                Inbox = record.Inbox,
                Outbox = record.Outbox,
                Timers = record.Timers,
                OutboxDueAt = record.OutboxDueAt,
                ExpiresAt = record.ExpiresAt,
            };
        }
    }
}
