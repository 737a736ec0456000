using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Recoil.Contracts;

namespace Recoil.Storage;

/// <summary>How values are written as JSON into a store.</summary>
internal static class StoredJson
{
    // Nothing in a store ends up in HTML: the strict encoder would make six characters of every quote in an envelope.
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new RawJsonAsText() },
    };

    /// <summary>How a type is written: camelCase, enums as the contracts say.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)s_options.GetTypeInfo(typeof(T));

    public static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{what} is stored in a shape that this version does not read: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// JSON that is handed on is stored as text: a database's own numbers and names cannot hold all that JSON can, and it must come back as it was.
    /// </summary>
    private sealed class RawJsonAsText : JsonConverter<RawJson>
    {
        public override RawJson? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => RawJson.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
