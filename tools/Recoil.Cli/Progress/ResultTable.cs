using Recoil.Cli.Tables;
using Recoil.Plans;
using Recoil.Reports;
using Recoil.Reports.Html;

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
                Words.Cost(shot.Cost), shot.FailureMode is { } mode ? Shown.OneLine(mode) : "-", shot.OutputPath ?? "-");
        }

        table.Write(output, terminal);
    }
}
