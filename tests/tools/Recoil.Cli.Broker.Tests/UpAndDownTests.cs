using System.Text.RegularExpressions;
using Recoil.Local.Processes;

namespace Recoil.Cli.Broker.Tests;

[Collection(RunningServicesCollection.Name)]
public sealed partial class UpAndDownTests(RunningServices running)
{
    [Fact]
    public void Up_shows_every_service_with_its_health()
    {
        var rows = running.Table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => Gap().Split(row)).ToList();

        rows[0].ShouldBe(["service", "pid", "health", "status", "log"]);
        rows.Skip(1).Select(row => row[0]).ShouldBe(["shots 1", "generator 1", "critic 1", "budget 1", "review-queue 1"]);
        rows.Skip(1).ShouldAllBe(row => row[2].EndsWith("/health/ready") && row[3] == "healthy" && File.Exists(Path.Combine(running.Installation.Folder, row[4])));
    }

    [Fact]
    public async Task A_second_up_keeps_what_runs_starts_what_is_missing_and_scales()
    {
        var before = Pids();
        var budget = running.Installation.Services.Processes.Single(process => process.Service == ServiceName.Budget);
        Signal.Kill(budget.Pid);
        await Eventually.TrueAsync(() => !budget.IsRunning, () => "the budget service to be gone");

        var more = await running.Installation.RecoilAsync("up", "--generators", "2");

        more.ExitCode.ShouldBe(0, more.Output + more.Errors);
        more.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["Starting generator 2.", "Starting budget 1."]);
        var after = Pids();
        after.Keys.Except(before.Keys, StringComparer.Ordinal).ShouldBe(["generator 2"]);
        before.Where(service => service.Key != "budget 1").ShouldAllBe(service => after[service.Key] == service.Value);

        var second = running.Installation.Services.Processes.Single(process => process.Name == "generator 2");
        var fewer = await running.Installation.RecoilAsync("up", "--generators", "1");

        fewer.ExitCode.ShouldBe(0, fewer.Output + fewer.Errors);
        fewer.Errors.ShouldBe("Stopping generator 2.\n");
        second.IsRunning.ShouldBeFalse();
        Pids().ContainsKey("generator 2").ShouldBeFalse();
    }

    private Dictionary<string, int> Pids() =>
        running.Installation.Services.Processes.ToDictionary(process => process.Name, process => process.Pid, StringComparer.Ordinal);

    [GeneratedRegex(@"\s{2,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}
