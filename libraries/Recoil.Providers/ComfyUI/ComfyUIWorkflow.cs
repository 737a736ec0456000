using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Recoil.Providers.ComfyUI;

/// <summary>A graph in API format with slots such as <c>{{prompt}}</c>. A value that is nothing but a slot becomes a number where the slot is one.</summary>
internal sealed partial class ComfyUIWorkflow
{
    private readonly JsonObject _graph;

    private ComfyUIWorkflow(JsonObject graph) => (_graph, Slots) = (graph, [.. Values(graph).SelectMany(text => Slot().Matches(text)).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)]);

    /// <summary>The names of its slots.</summary>
    public IReadOnlyList<string> Slots { get; }

    /// <summary>How many references it shows to the model: the slots <c>reference_1</c> and so on without a gap.</summary>
    public int References => Enumerable.Range(1, Slots.Count + 1).TakeWhile(number => Slots.Contains($"reference_{number}", StringComparer.Ordinal)).Count();

    /// <exception cref="JsonException">The text is no graph in API format.</exception>
    public static ComfyUIWorkflow Parse(string json)
    {
        if (JsonNode.Parse(json) is not JsonObject graph || graph.Count == 0 || graph.Any(node => node.Value is not JsonObject entry || entry["class_type"] is null))
            throw new JsonException("this is no graph in API format: an object of nodes with class_type and inputs. Export it with \"Export (API)\"");
        return new ComfyUIWorkflow(graph);
    }

    /// <summary>The graph with its slots filled.</summary>
    /// <param name="values">A value for each slot.</param>
    public JsonObject Fill(IReadOnlyDictionary<string, JsonValue> values)
    {
        var filled = _graph.DeepClone().AsObject();
        FillIn(filled, values);
        return filled;
    }

    private static void FillIn(JsonNode node, IReadOnlyDictionary<string, JsonValue> values)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var name in fields.Select(field => field.Key).ToList())
                {
                    if (Filled(fields[name], values) is { } value)
                        fields[name] = value;
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (Filled(list[i], values) is { } value)
                        list[i] = value;
                }

                break;
        }
    }

    /// <summary>What stands in place of a value; null where it stays.</summary>
    private static JsonNode? Filled(JsonNode? node, IReadOnlyDictionary<string, JsonValue> values)
    {
        if (node is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            if (node is not null)
                FillIn(node, values);
            return null;
        }

        // What a prompt itself says in braces is no slot: each place is filled once.
        return Slot().Match(text) is { Success: true } slot && slot.Length == text.Length
            ? values[slot.Groups["name"].Value].DeepClone()
            : Slot().IsMatch(text) ? Slot().Replace(text, match => values[match.Groups["name"].Value].ToString()) : null;
    }

    private static IEnumerable<string> Values(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Values(field.Value)),
        JsonArray list => list.SelectMany(Values),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    [GeneratedRegex("""\{\{\s*(?<name>[a-z_0-9]+)\s*\}\}""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Slot();
}
