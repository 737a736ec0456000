using Recoil.Cli.Plans;
using Recoil.Cli.Reports;
using Recoil.Cli.Reports.Html;
using Spectre.Console;

namespace Recoil.Cli.Progress;

/// <summary>How every shot ended, as a table: drawn for a terminal, in aligned columns otherwise.</summary>
internal static class ResultTable
{
    private static readonly string[] s_columns = ["shot", "status", "attempts", "takes", "cost", "failure mode", "output"];

    /// <summary>Whether a column holds numbers.</summary>
    private static readonly bool[] s_right = [false, false, true, true, true, false, false];

    public static void Write(RunReport report, TextWriter output, bool terminal)
    {
        if (terminal)
            WriteDrawn(report, output);
        else
            WriteAligned(report, output);
    }

    private static void WriteDrawn(RunReport report, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (var (name, right) in s_columns.Zip(s_right))
            table.AddColumn(new TableColumn(new Text(name)) { Alignment = right ? Justify.Right : Justify.Left });
        foreach (var shot in report.Shots)
        {
            var cells = Cells(shot).Select(cell => new Text(cell)).ToArray();
            cells[1] = new Text(shot.Status, Style.Parse(StatusColor.Of(shot.Status)));
            table.AddRow(cells);
        }

        console.Write(table);
    }

    private static void WriteAligned(RunReport report, TextWriter output)
    {
        string[][] rows = [s_columns, .. report.Shots.Select(Cells)];
        var widths = s_columns.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => s_right[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string[] Cells(ReportedShot shot) =>
    [
        shot.ShotId, shot.Status, shot.Attempts.ToString(), shot.Takes.ToString(), Words.Dollars(shot.CostUsd),
        shot.FailureMode is { } mode ? Shown.OneLine(mode) : "-", shot.OutputPath ?? "-",
    ];
}
