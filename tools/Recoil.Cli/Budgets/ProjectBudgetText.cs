using System.Globalization;
using Recoil.Cli.Commands;
using Recoil.Cli.Tables;
using Recoil.Contracts;
using Recoil.Plans;
using Recoil.Reports.Html;

namespace Recoil.Cli.Budgets;

/// <summary>A project's account for people.</summary>
internal static class ProjectBudgetText
{
    /// <summary>Such as <c>pilot may spend $100.00 a month.</c></summary>
    public static string CapOf(ProjectBudgetShown shown)
    {
        var name = Shown.OneLine(shown.Project);
        return shown.Cap is { } cap ? $"{name} may spend {Words.Dollars(cap)} {(shown.Period == BudgetPeriod.Month ? $"in {shown.Month}" : "in all")}." : $"{name} has no cap.";
    }

    /// <summary>Such as <c>$40.00 spent, $10.00 reserved, $50.00 free.</c></summary>
    public static string RestOf(ProjectBudgetShown shown) =>
        $"{Words.Dollars(shown.Spent)} spent, {Words.Dollars(shown.Reserved)} reserved{(shown.Free is { } free ? $", {Words.Dollars(free)} free" : "")}.";

    public static void Write(ProjectBudgetShown shown, CommandEnvironment environment)
    {
        environment.Out.WriteLine(CapOf(shown));
        environment.Out.WriteLine(RestOf(shown));
        if (shown is { SetBy: { } by, SetAt: { } at })
            environment.Out.WriteLine($"Set by {Shown.OneLine(by)} on {at.UtcDateTime.ToString("yyyy-MM-dd 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture)}.");
        if (shown.Runs.Count == 0)
            return;

        var table = new TextTable("run", new Column("held", Right: true), new Column("spent", Right: true));
        foreach (var run in shown.Runs)
            table.Add(run.RunId.Length == 0 ? "without a run" : Shown.OneLine(run.RunId), Words.Dollars(run.Hold), Words.Dollars(run.Spent));
        table.Write(environment.Out, environment.OutIsTerminal);
    }
}
