using System.Text;
using nietras.SeparatedValues;
using Recoil.Plans;

namespace Recoil.Cli.Importing;

/// <summary>A shot list as a spreadsheet program saves it: comma, semicolon or tab separated, a heading and a line for each shot.</summary>
/// <param name="Columns">The headings, in the file's order; none twice.</param>
/// <param name="Rows">The shots.</param>
internal sealed record ShotList(IReadOnlyList<string> Columns, IReadOnlyList<ShotRow> Rows)
{
    private const int MostBytes = PlanLimits.FileMegabytes * 1024 * 1024;
    private static readonly char[] s_delimiters = ['\t', ';', ','];

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file: UTF-8, or UTF-16 with its mark.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    /// <returns>Null when nothing can be read from it.</returns>
    public static ShotList? Read(byte[] bytes, ImportProblems problems)
    {
        if (bytes.Length > MostBytes)
        {
            problems.Add($"is larger than {PlanLimits.FileMegabytes} MB. Split the shot list.");
            return null;
        }

        if (Text(bytes) is not { } text)
        {
            problems.Add("is neither UTF-8 nor UTF-16 text. Save it as \"CSV UTF-8\".");
            return null;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add("is empty. Write a heading and a line for each shot.");
            return null;
        }

        var lines = Lines(text, problems);
        if (lines.Count == 0)
            return null;
        if (Heading(lines[0].Cells, problems) is not { } columns)
            return null;

        var rows = new List<ShotRow>();
        foreach (var (line, cells) in lines.Skip(1).Where(row => !row.Cells.All(string.IsNullOrWhiteSpace)))
        {
            if (cells.Skip(columns.Length).Any(cell => !string.IsNullOrWhiteSpace(cell)))
                problems.Add(line, $"{cells.Count} cells, and the heading has {columns.Length}. Put a cell with the separator in it into quotes.");
            else
                rows.Add(new ShotRow(line, [.. columns.Select((_, at) => at < cells.Count ? cells[at].Trim() : "")]));
        }

        if (rows.Count == 0 && !problems.Any)
            problems.Add("has no shots. Write a line for each shot below the heading.");
        return rows.Count > 0 ? new ShotList(columns, rows) : null;
    }

    /// <summary>The lines as cells, without empty lines before the heading.</summary>
    private static List<ShotRow> Lines(string text, ImportProblems problems)
    {
        var lines = new List<ShotRow>();
        using var reader = Sep.New(DelimiterOf(text)).Reader(options => options with { HasHeader = false, Unescape = true, DisableColCountCheck = true }).FromText(text);
        foreach (var row in reader)
        {
            var cells = new string[row.ColCount];
            for (var at = 0; at < cells.Length; at++)
                cells[at] = row[at].ToString();

            // One quote too few or too many takes the lines after it into a cell.
            if (row.Span.Count('"') % 2 != 0)
                problems.Add(row.LineNumberFrom, "a quote stands within a cell or is never closed. Write a quote twice within a cell in quotes.");
            else if (lines.Count > 0 || cells is not [var only] || !string.IsNullOrWhiteSpace(only))
                lines.Add(new ShotRow(row.LineNumberFrom, cells));
        }

        return lines;
    }

    private static string? Text(byte[] bytes)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            var text = reader.ReadToEnd();
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>What the heading has most of, outside quotes.</summary>
    private static char DelimiterOf(string text)
    {
        var counts = new Dictionary<char, int>();
        var quoted = false;
        foreach (var letter in text.AsSpan().TrimStart("\r\n"))
        {
            if (letter is '\n' or '\r' && !quoted)
                break;
            if (letter == '"')
                quoted = !quoted;
            else if (!quoted)
                counts[letter] = counts.GetValueOrDefault(letter) + 1;
        }

        return s_delimiters.MaxBy(delimiter => counts.GetValueOrDefault(delimiter));
    }

    private static string[]? Heading(IReadOnlyList<string> heading, ImportProblems problems)
    {
        // A spreadsheet may save empty columns at the right.
        var columns = heading.Select(name => name.Trim()).Reverse().SkipWhile(name => name.Length == 0).Reverse().ToArray();
        if (columns.Length == 0)
        {
            problems.Add("has no heading. Name the columns in the first line.");
            return null;
        }

        foreach (var (at, _) in columns.Index().Where(column => column.Item.Length == 0))
            problems.Add(1, $"column {at + 1} has no heading. Name it, or remove the column.");
        foreach (var twice in columns.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            problems.Add(1, $"the heading {Shown.Text(twice.Key)} stands here {twice.Count()} times. Rename one.");
        return columns;
    }
}

/// <summary>A line of a shot list.</summary>
/// <param name="Line">Where it begins in the file, counted from 1.</param>
/// <param name="Cells">One for every column, without white space around; empty where the file has none.</param>
internal sealed record ShotRow(int Line, IReadOnlyList<string> Cells);
