using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recoil.Shots.Tests.Parity;

/// <summary>The scenarios in which the original was asked, see <c>vectors.jsonl</c>.</summary>
public static class ParityVectors
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new SixDecimals() },
    };

    private static readonly Dictionary<string, ParityVector> s_byId = Read(Path.Combine(AppContext.BaseDirectory, "Parity", "vectors.jsonl"))
        .ToDictionary(vector => vector.Id, StringComparer.Ordinal);

    /// <summary>Names of all scenarios, one test case each.</summary>
    public static TheoryData<string> Ids => [.. s_byId.Keys];

    public static IEnumerable<ParityVector> All => s_byId.Values;

    /// <summary>The scenarios of a file, one JSON object a line.</summary>
    public static IEnumerable<ParityVector> Read(string path) =>
        File.ReadLines(path).Select(line => JsonSerializer.Deserialize<ParityVector>(line, s_json)!);

    public static ParityVector Get(string id) => s_byId[id];

    internal static string Json(ParityExpectation expectation) => JsonSerializer.Serialize(expectation, s_json);

    /// <summary>Amounts are equal when they are equal to six decimals, however they are written.</summary>
    private sealed class SixDecimals : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(Math.Round(value, 6) / 1.0000000000000000000000000000m);
    }
}
