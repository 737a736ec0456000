using Spectre.Console;

namespace Recoil.Cli.Tables;

/// <summary>A table: drawn for a terminal, in aligned columns otherwise.</summary>
internal sealed class TextTable(params Column[] columns)
{
    private readonly List<Cell[]> _rows = [];

    public void Add(params Cell[] cells) => _rows.Add(cells);

    public void Write(TextWriter output, bool terminal)
    {
        if (terminal)
            WriteDrawn(output);
        else
            WriteAligned(output);
    }

    private void WriteDrawn(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column.Name)) { Alignment = column.Right ? Justify.Right : Justify.Left });
        foreach (var row in _rows)
            table.AddRow(row.Select(cell => new Text(cell.Text, cell.Color is { } color ? Style.Parse(color) : Style.Plain)));
        console.Write(table);
    }

    private void WriteAligned(TextWriter output)
    {
        string[][] rows = [[.. columns.Select(column => column.Name)], .. _rows.Select(row => row.Select(cell => cell.Text).ToArray())];
        var widths = columns.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => columns[column].Right ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
