using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Recoil.Storage.Embedded;

/// <summary>How values are written as JSON into the file.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions s_default = new(JsonSerializerDefaults.Web);

    /// <summary>How a type is written, with the caller's options where there are some.</summary>
    public static JsonTypeInfo<T> Of<T>(JsonSerializerOptions? given = null)
    {
        // Nothing in the file ends up in HTML: the strict encoder would make six characters of every quote in an envelope.
        var options = new JsonSerializerOptions(given ?? s_default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        options.MakeReadOnly();
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

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
}
