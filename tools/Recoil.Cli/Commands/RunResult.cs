using System.Globalization;
using System.Text;
using Recoil.Cli.Progress;
using Recoil.Contracts;
using Recoil.Reports;
using Recoil.Reports.Html;

namespace Recoil.Cli.Commands;

/// <summary>Prints a run's result to stdout.</summary>
internal sealed class RunResult(CommandEnvironment environment, bool json)
{
    /// <returns>0 when every shot was accepted, otherwise 3: people have to look.</returns>
    public async Task<int> WriteAsync(RunReport report, TimeSpan took)
    {
        if (json)
        {
            await environment.Out.WriteAsync(Encoding.UTF8.GetString(RunReports.Bytes(report)));
        }
        else
        {
            ResultTable.Write(report, environment.Out, environment.OutIsTerminal);
            var counts = string.Join(", ", report.CountsByStatus.Select(count => $"{count.Value} {Words.Plain(count.Key)}"));
            await environment.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{counts}; {Words.Amount(report.Spent)} of {Words.Dollars(report.Budget.EpisodeCap)} spent in {took.TotalSeconds:0.0} s."));
        }

        return report.Shots.All(shot => shot.Status == SnakeCase.Of(ShotStatus.Ok)) ? ExitCode.Ok : ExitCode.PeopleNeeded;
    }
}
