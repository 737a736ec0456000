using System.Text.Json;

namespace Recoil.Providers.Http;

/// <summary>Reads answers whose fields may be missing or of another kind than expected.</summary>
internal static class JsonReading
{
    /// <summary>A field by its path; null when it is missing or null on the way.</summary>
    public static JsonElement? At(this JsonElement? json, params ReadOnlySpan<string> path)
    {
        var at = json;
        foreach (var name in path)
        {
            if (at is not { ValueKind: JsonValueKind.Object } found || !found.TryGetProperty(name, out var next) || next.ValueKind == JsonValueKind.Null)
                return null;
            at = next;
        }

        return at;
    }

    /// <summary>A field by its path; null when it is missing or null on the way.</summary>
    public static JsonElement? At(this JsonElement json, params ReadOnlySpan<string> path) => At((JsonElement?)json, path);

    /// <summary>A text, or a number as it is written; null for anything else.</summary>
    public static string? Text(this JsonElement? json) => json switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>A number, also one that is written as a text; null for anything else.</summary>
    public static decimal? Number(this JsonElement? json) =>
        decimal.TryParse(json.Text(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The elements of an array; none for anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? json) => json is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
