using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Recoil.Plans;

/// <summary>Values of a plan as they are shown in an error: short, on one line, without control characters.</summary>
public static class Shown
{
    private const int Longest = 60;

    public static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TryText(value, out var text) ? Text(text) : "text with half a character",
        JsonValueKind.Number => Number(value),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => "null",
    };

    /// <summary>Text in quotes, cut when it is long.</summary>
    public static string Text(string text) => $"\"{OneLine(text)}\"";

    public static string OneLine(string text, int longest = Longest)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= longest && text.Length > longest + 10)
                return line.Append('…').ToString();
            if (IsUnseen(rune))
                line.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                line.Append(rune);
        }

        return line.ToString();
    }

    /// <summary>The text of a JSON string; false when its escapes make half a character (a lone surrogate).</summary>
    public static bool TryText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException) when (value.ValueKind == JsonValueKind.String)
        {
            text = "";
            return false;
        }
    }

    private static string Number(JsonElement value)
    {
        var raw = value.GetRawText();
        return raw.Length <= Longest ? raw : $"{raw[..Longest]}…";
    }

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
