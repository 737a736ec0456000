using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;
using JsonTokenType = System.Text.Json.JsonTokenType;

namespace Recoil.Storage.MongoDb.Bson;

/// <summary>
/// A value as the document that its JSON is, member by member: the shape that every other store and every message has, with
/// enums by name and instants as text. Numbers are whole ones or decimals with every digit.
/// </summary>
internal sealed class JsonShapedSerializer<T> : SerializerBase<T>
{
    private static readonly JsonTypeInfo<T> s_json = StoredJson.Of<T>();

    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, T value)
    {
        var json = JsonBuffer.Rent();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = s_json.Options.Encoder, SkipValidation = true }))
            JsonSerializer.Serialize(writer, value, s_json);

        var reader = new Utf8JsonReader(json.WrittenSpan);
        while (reader.Read())
            Write(ref reader, context.Writer);
    }

    public override T Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        var json = JsonBuffer.Rent();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = s_json.Options.Encoder, SkipValidation = true }))
            Write(context.Reader, writer);

        return StoredJson.Read(json.WrittenSpan, s_json, $"A {typeof(T).Name}");
    }

    private static void Write(ref Utf8JsonReader json, IBsonWriter bson)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject: bson.WriteStartDocument(); break;
            case JsonTokenType.EndObject: bson.WriteEndDocument(); break;
            case JsonTokenType.StartArray: bson.WriteStartArray(); break;
            case JsonTokenType.EndArray: bson.WriteEndArray(); break;
            case JsonTokenType.PropertyName: bson.WriteName(ElementName.Of(json.GetString()!)); break;
            case JsonTokenType.String: bson.WriteString(json.GetString()); break;
            case JsonTokenType.True: bson.WriteBoolean(true); break;
            case JsonTokenType.False: bson.WriteBoolean(false); break;
            case JsonTokenType.Null: bson.WriteNull(); break;
            case JsonTokenType.Number when json.TryGetInt32(out var small): bson.WriteInt32(small); break;
            case JsonTokenType.Number when json.TryGetInt64(out var large): bson.WriteInt64(large); break;
            case JsonTokenType.Number: bson.WriteDecimal128(NumberText.Read(ref json)); break;
            default: throw new InvalidOperationException($"JSON has a {json.TokenType} where a value is written.");
        }
    }

    private static void Write(IBsonReader bson, Utf8JsonWriter json)
    {
        switch (bson.GetCurrentBsonType())
        {
            case BsonType.Document:
                json.WriteStartObject();
                bson.ReadStartDocument();
                while (bson.ReadBsonType() != BsonType.EndOfDocument)
                {
                    json.WritePropertyName(ElementName.Read(bson.ReadName()));
                    Write(bson, json);
                }

                bson.ReadEndDocument();
                json.WriteEndObject();
                break;
            case BsonType.Array:
                json.WriteStartArray();
                bson.ReadStartArray();
                while (bson.ReadBsonType() != BsonType.EndOfDocument)
                    Write(bson, json);
                bson.ReadEndArray();
                json.WriteEndArray();
                break;
            case BsonType.String: json.WriteStringValue(bson.ReadString()); break;
            case BsonType.Boolean: json.WriteBooleanValue(bson.ReadBoolean()); break;
            case BsonType.Null: bson.ReadNull(); json.WriteNullValue(); break;
            case BsonType.Int32: json.WriteNumberValue(bson.ReadInt32()); break;
            case BsonType.Int64: json.WriteNumberValue(bson.ReadInt64()); break;
            case BsonType.Double: json.WriteNumberValue(bson.ReadDouble()); break;
            case BsonType.Decimal128: NumberText.Write(bson.ReadDecimal128(), json); break;
            case var other: throw new InvalidDataException($"A {typeof(T).Name} is stored with a {other}, which this version does not read.");
        }
    }

    /// <summary>One buffer a thread: a value is written as JSON and read again before anything else is.</summary>
    private static class JsonBuffer
    {
        private const int LargestKept = 1 << 20;

        [ThreadStatic]
        private static ArrayBufferWriter<byte>? t_buffer;

        public static ArrayBufferWriter<byte> Rent()
        {
            if (t_buffer is null or { Capacity: > LargestKept })
                t_buffer = new ArrayBufferWriter<byte>(16 * 1024);
            t_buffer.ResetWrittenCount();
            return t_buffer;
        }
    }
}
