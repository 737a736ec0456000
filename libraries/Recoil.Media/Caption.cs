using System.Globalization;
using System.Text;

namespace Recoil.Media;

/// <summary>A line or block of text burnt into a picture. Its text travels in a file, so that no character is special.</summary>
/// <param name="TextFile">The file with the text, UTF-8.</param>
/// <param name="Left">Left edge in pixels.</param>
/// <param name="Top">Top edge in pixels.</param>
/// <param name="Size">Height of the letters in pixels.</param>
/// <param name="Colour">Six hexadecimal digits.</param>
public sealed record Caption(string TextFile, int Left, int Top, int Size, string Colour)
{
    /// <summary>The ffmpeg filter that draws these captions.</summary>
    public static string Filter(string font, IEnumerable<Caption> captions) => string.Join(',', captions.Select(c =>
        $"drawtext=fontfile={Escape(font)}:textfile={Escape(c.TextFile)}:expansion=none:x={c.Left}:y={c.Top}:fontsize={c.Size}:fontcolor=0x{c.Colour}:line_spacing={c.Size / 4}"));

    /// <summary>
    /// Breaks a text into at most <paramref name="lines"/> lines of about <paramref name="width"/> pixels; what does not fit is
    /// cut with an ellipsis. Line breaks and control characters of the text become spaces.
    /// </summary>
    public static string Wrap(string text, int width, int size, int lines)
    {
        var words = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            words.Append(Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) ? " " : rune.ToString());

        var result = new List<string>();
        var line = new StringBuilder();
        double used = 0;
        var queue = new Queue<string>(words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, width, size)));
        while (queue.TryDequeue(out var word))
        {
            var needed = WidthOf(word, size);
            var space = line.Length == 0 ? 0 : WidthOf(" ", size);
            if (used + space + needed > width && line.Length > 0)
            {
                if (result.Count == lines - 1)
                {
                    result.Add(line.ToString().TrimEnd('.', ',', ';', ' ') + "…");
                    return string.Join('\n', result);
                }

                result.Add(line.ToString());
                line.Clear();
                used = space = 0;
            }

            if (line.Length > 0)
                line.Append(' ');
            line.Append(word);
            used += space + needed;
        }

        result.Add(line.ToString());
        return string.Join('\n', result);
    }

    /// <summary>About how wide a text is in pixels.</summary>
    public static double WidthOf(string text, int size)
    {
        double width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += EmOf(rune);
        return width * size;
    }

    // Widths of DejaVu Sans, rounded up; ideographs and pictographs are square.
    private static double EmOf(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or '\'' or '|' or 'I' or '.' or ',' or ' ' or ':' or ';' or '!' => 0.35,
        'f' or 't' or 'r' or '(' or ')' or '-' or '"' => 0.44,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '—' => 1.0,
        >= 0x2E80 => 1.0,
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter => 0.74,
        _ => 0.63,
    };

    private static IEnumerable<string> Pieces(string word, int width, int size)
    {
        var piece = new StringBuilder();
        double used = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            var needed = EmOf(rune) * size;
            if (used + needed > width && piece.Length > 0)
            {
                yield return piece.ToString();
                piece.Clear();
                used = 0;
            }

            piece.Append(rune.ToString());
            used += needed;
        }

        yield return piece.ToString();
    }

    // Once for the value of an option, once more for the filter graph around it.
    private static string Escape(string path)
    {
        var value = path.Replace("\\", "\\\\").Replace("'", "\\'").Replace(":", "\\:");
        var escaped = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (c is '\\' or '\'' or '[' or ']' or ',' or ';')
                escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
