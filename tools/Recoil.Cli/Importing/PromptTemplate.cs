using System.Text;
using System.Text.RegularExpressions;
using Recoil.Plans;

namespace Recoil.Cli.Importing;

/// <summary>
/// How a prompt is made of a line's cells: <c>{Column}</c> stands for a cell, and what stands between <c>[</c> and <c>]</c> is left out where every
/// cell named in it is empty.
/// </summary>
internal sealed partial class PromptTemplate
{
    private readonly List<Part> _parts = [];

    private PromptTemplate(string text) => Text = text;

    /// <summary>The template as it was written.</summary>
    public string Text { get; }

    /// <summary>The columns that it names, by their place among the columns.</summary>
    public IReadOnlySet<int> Columns => _parts.SelectMany(part => part.Pieces).Select(piece => piece.Column).OfType<int>().ToHashSet();

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="columns">The shot list's columns.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    public static PromptTemplate Read(string text, ShotColumns columns, ImportProblems problems)
    {
        var template = new PromptTemplate(text);
        foreach (Match match in Piece().Matches(text))
        {
            var optional = match.Groups["optional"];
            if (match.Groups["stray"] is { Success: true } stray)
                problems.AddOption("--template", $"has a {stray.Value} without its counterpart. Write {{Column}} for a cell and [...] around what may be left out.");
            else
                template._parts.Add(new Part(optional.Success, Pieces(optional.Success ? optional.Value : match.Value, columns, problems)));
        }

        return template;
    }

    /// <summary>The prompt of a line, on one line and without blanks at its ends.</summary>
    public string Fill(ShotRow row)
    {
        var prompt = new StringBuilder();
        foreach (var part in _parts)
        {
            var cells = part.Pieces.Where(piece => piece.Column is not null).Select(piece => row.Cells[piece.Column!.Value]).ToArray();
            if (part.IsOptional && cells.Length > 0 && cells.All(cell => cell.Length == 0))
                continue;
            foreach (var piece in part.Pieces)
                prompt.Append(piece.Column is { } column ? row.Cells[column] : piece.Text);
        }

        return Blanks().Replace(prompt.ToString(), " ").Trim();
    }

    private static List<(string Text, int? Column)> Pieces(string text, ShotColumns columns, ImportProblems problems)
    {
        var pieces = new List<(string, int?)>();
        var from = 0;
        foreach (Match cell in Cell().Matches(text))
        {
            pieces.Add((text[from..cell.Index], null));
            from = cell.Index + cell.Length;
            if (columns.Find(cell.Groups["name"].Value) is { } column)
                pieces.Add(("", column));
            else
                problems.AddOption("--template", $"{Shown.Text(cell.Groups["name"].Value)} is no column. There are {columns.All}.");
        }

        pieces.Add((text[from..], null));
        return pieces;
    }

    [GeneratedRegex(@"\[(?<optional>[^\[\]]*)\]|(?:[^\[\]{}]|\{[^{}\[\]]*\})+|(?<stray>[\[\]{}])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Piece();

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cell();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blanks();

    private sealed record Part(bool IsOptional, List<(string Text, int? Column)> Pieces);
}
