using System.Text.Json;
using System.Text.RegularExpressions;

namespace Recoil.Critic.Judging;

/// <summary>Reads a judge's answer: the dimensions that were asked, all of them and no others. Whatever else it says counts for nothing. Pure.</summary>
internal static partial class AnswerReading
{
    private const int LongestEvidence = 500;

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>The answer by dimension; null when it cannot be used, with what is wrong as a sentence for the judge.</summary>
    public static IReadOnlyDictionary<string, DimensionAnswer>? Read(string text, IReadOnlyList<Dimension> dimensions, out string mistake)
    {
        mistake = "";
        try
        {
            using var json = JsonDocument.Parse(WithoutFence(text), s_strict);
            var answers = new Dictionary<string, DimensionAnswer>(StringComparer.Ordinal);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("dimensions", out var given) || given.ValueKind != JsonValueKind.Object)
                mistake = "it is no object with the property dimensions.";
            else if (root.EnumerateObject().Count() > 1)
                mistake = "it has more properties than dimensions.";
            else if (given.EnumerateObject().FirstOrDefault(one => dimensions.All(asked => asked.Name != one.Name)) is { Value.ValueKind: not JsonValueKind.Undefined })
                mistake = "it has a dimension that was not asked for.";
            else
            {
                foreach (var asked in dimensions)
                {
                    if (!given.TryGetProperty(asked.Name, out var one) || Read(one) is not { } answer)
                    {
                        mistake = $"the dimension {asked.Name} is missing, or has not exactly evidence (a text), can_be_judged (true or false) and score (0 to 1).";
                        break;
                    }

                    answers.Add(asked.Name, answer);
                }
            }

            return mistake.Length == 0 ? answers : null;
        }
        catch (JsonException)
        {
            mistake = "it is no JSON.";
            return null;
        }
    }

    private static DimensionAnswer? Read(JsonElement one)
    {
        if (one.ValueKind != JsonValueKind.Object || one.EnumerateObject().Count() != 3
            || !one.TryGetProperty("evidence", out var evidence) || evidence.ValueKind != JsonValueKind.String
            || !one.TryGetProperty("can_be_judged", out var judged) || judged.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
            || !one.TryGetProperty("score", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetDouble(out var score) || score is not (>= 0 and <= 1))
            return null;
        var line = Space().Replace(evidence.GetString()!, " ").Trim();
        return new DimensionAnswer(judged.GetBoolean(), score, line.Length > LongestEvidence ? line[..LongestEvidence] + "…" : line);
    }

    private static string WithoutFence(string text) => Fence().Match(text) is { Success: true } fenced ? fenced.Groups["json"].Value : text;

    [GeneratedRegex("""^\s*```[a-zA-Z]*\s*\n(?<json>.*?)\n?\s*```\s*$""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("""[\s\p{C}]+""", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
