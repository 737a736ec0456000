using System.Globalization;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Recoil.Storage.MongoDb.Bson;

/// <summary>
/// Instants as text in UTC, such as <c>2031-05-06T12:00:00.0000000Z</c>: BSON's own dates have milliseconds only, and a timer
/// that is a part of one early is found again only when its claim has passed. Text of one length sorts by time.
/// </summary>
internal sealed class InstantSerializer : StructSerializerBase<DateTimeOffset>
{
    public static readonly InstantSerializer Instance = new();

    public static string Write(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Read(string text) => new(DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));

    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, DateTimeOffset value) =>
        context.Writer.WriteString(Write(value));

    public override DateTimeOffset Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args) =>
        Read(context.Reader.ReadString());
}
