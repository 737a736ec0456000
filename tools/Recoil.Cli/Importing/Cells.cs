using System.Globalization;
using System.Text.RegularExpressions;

namespace Recoil.Cli.Importing;

/// <summary>What people write into the cells of a shot list, as a plan has it. Null: it is not understood.</summary>
internal static partial class Cells
{
    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint;

    /// <summary>Seconds: <c>3</c>, <c>2.5 s</c>, <c>2,5</c>, <c>1:05</c> or <c>0:01:05</c>.</summary>
    public static decimal? Seconds(string cell)
    {
        var text = Unit().Replace(cell, "").Trim();
        if (text.Contains(':', StringComparison.Ordinal))
        {
            decimal total = 0;
            var parts = text.Split(':');
            foreach (var part in parts)
            {
                if (parts.Length > 3 || Number(part) is not { } number)
                    return null;
                total = (total * 60) + number;
            }

            return total;
        }

        return Number(text);
    }

    /// <summary>US dollars: <c>1.50</c>, <c>$1.50</c> or <c>1,50</c>.</summary>
    public static decimal? Dollars(string cell) => Number(cell.Replace("USD", "", StringComparison.OrdinalIgnoreCase).Replace("$", "", StringComparison.Ordinal).Trim());

    public static bool? Flag(string cell) => cell.ToUpperInvariant() switch
    {
        "YES" or "Y" or "TRUE" or "X" or "1" or "STATIC" => true,
        "NO" or "N" or "FALSE" or "0" or "-" => false,
        _ => null,
    };

    public static string Pipeline(string cell) => cell.ToUpperInvariant() switch
    {
        "VIDEO" or "CLIP" or "MOTION" => "video",
        "KEYFRAME" or "STILL" or "PICTURE" or "IMAGE" => "keyframe",
        "BOTH" or "KEYFRAME AND CLIP" or "STILL AND CLIP" => "both",
        _ => cell,
    };

    /// <summary>Several names, between semicolons, bars or line breaks.</summary>
    public static string[] Names(string cell) => cell.Split([';', '|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Count(letter => letter == ',') == 1 && !text.Contains('.', StringComparison.Ordinal) ? text.Replace(',', '.') : text, Plain, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [GeneratedRegex(@"\s*(s|sec|secs|seconds|""|″)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Unit();
}
