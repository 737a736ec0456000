using System.Text.Json;

namespace Recoil.Cli.Broker.Tests;

[Collection(RunningServicesCollection.Name)]
public sealed class SubmitAndWatchTests(RunningServices running)
{
    private readonly Installation _recoil = running.Installation;

    [Fact]
    public async Task A_plan_is_followed_to_its_end_and_then_known()
    {
        var plan = Path.Combine(AppContext.BaseDirectory, "examples", "minimal.json");

        var submitted = await _recoil.RecoilAsync("submit", plan, "--wait");

        submitted.ExitCode.ShouldBe(0, submitted.Output + submitted.Errors);
        submitted.Errors.ShouldContain("[1/1] SH010 ok, 1 attempt, 1 take, $0.04");
        submitted.Output.ShouldContain("1 ok; $0.04 of $1.00 spent in ");
        var output = submitted.Output.Split('\n')[1].Split(' ')[^1];
        File.Exists(Path.Combine(_recoil.Folder, output)).ShouldBeTrue(output);

        (await _recoil.RecoilAsync("status", "--project", "first_light")).Output.ShouldContain("1 ok");
        var runs = JsonDocument.Parse((await _recoil.RecoilAsync("status", "--project", "first_light", "--json")).Output).RootElement;
        var run = runs[0].GetProperty("run_id").GetString()!;
        (runs[0].GetProperty("spent").GetDecimal(), runs[0].GetProperty("reserved").GetDecimal()).ShouldBe((0.04m, 0m));
        (await _recoil.RecoilAsync("status", run)).Output.ShouldContain("SH010  completed  ok");
    }

    [Fact]
    public async Task A_watcher_sees_what_it_asked_for_and_nothing_else()
    {
        await using var accepted = _recoil.Start("watch", "--project", "harbour", "--status", "ok");
        await using var crashed = _recoil.Start("watch", "--project", "harbour", "--status", "crashed");
        await using var everything = _recoil.Start("watch", "--json");
        foreach (var watcher in new[] { accepted, crashed, everything })
            await watcher.SaysAsync("Ctrl+C ends it.");

        (await _recoil.RecoilAsync("submit", _recoil.Plan("watched", "{}"))).Output.ShouldBe("watched\n");

        await accepted.SaysAsync("harbour/watched/SH010 ok, 1 attempt, 1 take, $0.04");
        await everything.SaysAsync("\"run_id\":\"watched\"");
        foreach (var watcher in new[] { accepted, crashed, everything })
            watcher.Interrupt();
        (await accepted.EndAsync()).ExitCode.ShouldBe(130);
        (await crashed.EndAsync()).Output.ShouldBeEmpty();
        JsonDocument.Parse((await everything.EndAsync()).Output).RootElement.GetProperty("status").GetString().ShouldBe("ok");
    }

    [Fact]
    public async Task The_same_plan_is_the_same_run_and_another_one_under_its_name_is_refused()
    {
        var plan = _recoil.Plan("twice", "{}");
        (await _recoil.RecoilAsync("submit", plan, "--wait")).ExitCode.ShouldBe(0);

        var again = await _recoil.RecoilAsync("submit", plan, "--wait", "--json");
        again.ExitCode.ShouldBe(0, again.Errors);
        JsonDocument.Parse(again.Output).RootElement.GetProperty("cost_usd").GetDecimal().ShouldBe(0.04m);
        _recoil.Bought("twice").ShouldBe(1);

        var changed = await _recoil.RecoilAsync("submit", plan, "--budget", "1");
        changed.ExitCode.ShouldBe(2);
        changed.Errors.ShouldBe("Run twice of harbour was begun with other shots or settings. Give this plan another run_id, or submit it to other services.\n");
    }

    [Fact]
    public async Task A_connection_that_breaks_does_not_keep_the_end_from_being_seen()
    {
        Assert.SkipWhen(_recoil.Broker is null, "this test breaks connections, which may only be done to a broker of its own");
        await using var watcher = _recoil.Start("watch");
        await watcher.SaysAsync("Ctrl+C ends it.");
        await using var submit = _recoil.Start("submit", _recoil.Plan("broken", """{"latency_ms":3000}"""), "--wait");
        await Eventually.TrueAsync(() => _recoil.Bought("broken") == 1, () => $"the take to be bought; {submit.Errors}");

        await _recoil.Broker.CloseConnectionsAsync("a test", CancellationToken.None);

        var end = await submit.EndAsync();
        end.ExitCode.ShouldBe(0, end.Output + end.Errors);
        end.Output.ShouldContain("1 ok");
        _recoil.Bought("broken").ShouldBe(1);
        await watcher.SaysAsync("Reconnected to the broker.");
    }
}
