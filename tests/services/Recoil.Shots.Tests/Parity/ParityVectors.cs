using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Shots.Tests.Parity;

/// <summary>
/// The scenarios in which the original was asked: <c>vectors.jsonl</c> for what it decides, <c>passed-on.jsonl</c> for what it hands on as well.
/// </summary>
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

    private static readonly Dictionary<string, ParityVector> s_byId = Read(Recorded("vectors.jsonl")).Concat(Read(Recorded("passed-on.jsonl")))
        .ToDictionary(vector => vector.Id, StringComparer.Ordinal);

    /// <summary>Names of all scenarios, one test case each.</summary>
    public static TheoryData<string> Ids => [.. s_byId.Keys];

    public static IReadOnlyCollection<ParityVector> All => s_byId.Values;

    /// <summary>The scenarios of a file, one JSON object a line.</summary>
    public static IEnumerable<ParityVector> Read(string path) =>
        File.ReadLines(path).Select(line => JsonSerializer.Deserialize<ParityVector>(line, s_json)!);

    public static ParityVector Get(string id) => s_byId[id];

    /// <summary>The members of every object by name, so that two are alike when they mean the same.</summary>
    internal static string Json(ParityExpectation expectation) => JsonSerializer.Serialize(Sorted(JsonSerializer.SerializeToNode(expectation, s_json)), s_json);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray entries => new JsonArray([.. entries.Select(Sorted)]),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => JsonSerializer.SerializeToNode(number.Deserialize<decimal>(), s_json),
        _ => node?.DeepClone(),
    };

    /// <summary>A line of the operation log without what differs from time to time.</summary>
    internal static RawJson OpWithoutId(string line)
    {
        var op = JsonNode.Parse(line)!.AsObject();
        op.Remove("op_id").ShouldBeTrue();
        op.Remove("ts").ShouldBeTrue();
        return RawJson.Parse(op.ToJsonString())!;
    }

    private static string Recorded(string file) => Path.Combine(AppContext.BaseDirectory, "Parity", file);

    /// <summary>Amounts are equal when they are equal to six decimals, however they are written.</summary>
    private sealed class SixDecimals : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(Math.Round(value, 6) / 1.0000000000000000000000000000m);
    }
}
