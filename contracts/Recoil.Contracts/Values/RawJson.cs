using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>
/// A JSON value that is handed on as it is: numbers keep their digits and objects the order of their members; only white space goes.
/// Two are equal when they are written alike.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record RawJson
{
    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private RawJson(string text, JsonValueKind kind, int depth)
    {
        Text = text;
        Kind = kind;
        Depth = depth;
    }

    /// <summary>The value as JSON, without white space.</summary>
    public string Text { get; }

    /// <summary>What kind of value it is; never undefined.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>How deep objects and lists lie in each other; 0 for a value that is neither.</summary>
    public int Depth { get; }

    /// <summary>A value that has been read.</summary>
    /// <returns>Null for JSON's null.</returns>
    /// <exception cref="JsonException">A text in it holds half a character (a lone surrogate).</exception>
    public static RawJson? Of(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;

        var utf8 = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(utf8, s_compact))
        {
            try
            {
                value.WriteTo(writer);
            }
            catch (Exception unwritable) when (unwritable is InvalidOperationException or ArgumentException)
            {
                throw new JsonException("A text in it holds half a character (a lone surrogate).", unwritable);
            }
        }

        return new RawJson(Encoding.UTF8.GetString(utf8.WrittenSpan), value.ValueKind, DepthOf(value));
    }

    /// <summary>Reads JSON text.</summary>
    /// <exception cref="JsonException">It is not one JSON value.</exception>
    public static RawJson? Parse([StringSyntax(StringSyntaxAttribute.Json)] string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    /// <summary>A member of the object; null when this is no object or has no such member.</summary>
    public RawJson? Member(string name)
    {
        using var document = JsonDocument.Parse(Text);
        return Kind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var member) ? Of(member) : null;
    }

    /// <summary>The text that this value is; null when it is no text.</summary>
    public string? AsText() => Kind == JsonValueKind.String ? JsonSerializer.Deserialize<string>(Text) : null;

    /// <summary>The value as JSON.</summary>
    public override string ToString() => Text;

    private static int DepthOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => 1 + value.EnumerateObject().Select(member => DepthOf(member.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + value.EnumerateArray().Select(DepthOf).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return Of(document.RootElement);
        }

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
