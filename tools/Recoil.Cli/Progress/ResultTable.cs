using Recoil.Cli.Plans;
using Recoil.Cli.Reports;
using Recoil.Cli.Reports.Html;
using Recoil.Cli.Tables;

namespace Recoil.Cli.Progress;

/// <summary>How every shot ended, as a table.</summary>
internal static class ResultTable
{
    public static void Write(RunReport report, TextWriter output, bool terminal)
    {
        var table = new TextTable(
            "shot", "status", new Column("attempts", Right: true), new Column("takes", Right: true), new Column("cost", Right: true), "failure mode", "output");
        foreach (var shot in report.Shots)
        {
            table.Add(
                shot.ShotId, new Cell(shot.Status, StatusColor.Of(shot.Status)), shot.Attempts.ToString(), shot.Takes.ToString(),
                Words.Dollars(shot.CostUsd), shot.FailureMode is { } mode ? Shown.OneLine(mode) : "-", shot.OutputPath ?? "-");
        }

        table.Write(output, terminal);
    }
}
