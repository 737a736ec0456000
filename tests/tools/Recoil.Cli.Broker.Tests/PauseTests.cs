namespace Recoil.Cli.Broker.Tests;

[Collection(RunningServicesCollection.Name)]
public sealed class PauseTests(RunningServices running)
{
    private readonly Installation _recoil = running.Installation;

    [Fact]
    public async Task A_paused_run_begins_nothing_while_others_go_on_and_loses_no_attempt()
    {
        var plan = _recoil.Plan("halted", "{}", "{}");
        await RecoilAsync("pause", "--account", "animatic", "--reason", "counting the money");
        await RecoilAsync("submit", plan);
        await StatusUntilAsync("halted", "SH020  generating");
        (await _recoil.RecoilAsync("status", "halted")).Errors.ShouldContain("Account animatic was paused by ");

        await RecoilAsync("pause", "harbour/halted", "--reason", "the light is wrong");
        await RecoilAsync("resume", "--account", "animatic");
        (await RecoilAsync("submit", _recoil.Plan("unhindered", "{}"), "--wait")).ShouldContain("1 ok");
        _recoil.Bought("halted").ShouldBe(0);
        var status = await _recoil.RecoilAsync("status", "halted");
        status.Output.ShouldContain("harbour/halted: paused;");
        status.Errors.ShouldMatch("^Run harbour/halted was paused by .* on .*: the light is wrong. recoil resume goes on.\n$");

        (await RecoilAsync("resume", "harbour/halted")).ShouldBe("Resumed run harbour/halted.\n");

        (await RecoilAsync("submit", plan, "--wait")).ShouldContain("2 ok; $0.08 of $5.00 spent");
        var ended = await _recoil.RecoilAsync("status", "halted");
        ended.Output.ShouldMatch("SH010  completed  ok +1 ");
        ended.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_shot_with_a_higher_priority_begins_first()
    {
        var plan = _recoil.Plan("ranked", [.. Enumerable.Repeat("""{"latency_ms":1}""", 4)]);
        await RecoilAsync("pause", "--account", "animatic");
        await RecoilAsync("submit", plan);
        await StatusUntilAsync("ranked", "SH040  generating");
        (await RecoilAsync("priority", "harbour/ranked", "10")).ShouldBe("harbour/ranked has the priority 10.\n");
        (await RecoilAsync("priority", "ranked/SH040", "90")).ShouldBe("harbour/ranked/SH040 has the priority 90.\n");
        await RecoilAsync("submit", _recoil.Plan("usual", """{"latency_ms":1}"""));
        await StatusUntilAsync("usual", "SH010  generating");

        await RecoilAsync("resume", "--account", "animatic");
        await RecoilAsync("submit", plan, "--wait");

        var begun = _recoil.Begun(("ranked", "SH010"), ("ranked", "SH020"), ("ranked", "SH030"), ("ranked", "SH040"), ("usual", "SH010"));
        begun[..2].ShouldBe(["ranked/SH040", "usual/SH010"], ignoreOrder: true);
        var wrong = await _recoil.RecoilAsync("priority", "harbour/ranked", "101");
        wrong.Errors.ShouldStartWith("PRIORITY: \"101\" is out of range. Give a whole number from 0 to 100.");
    }

    [Fact]
    public async Task What_is_said_twice_is_told_and_what_does_not_exist_is_refused()
    {
        (await RecoilAsync("submit", _recoil.Plan("twofold", "{}"), "--wait")).ShouldContain("1 ok");

        (await RecoilAsync("pause", "twofold")).ShouldBe("Paused run harbour/twofold. Takes that were begun are brought to their end.\n");
        (await RecoilAsync("pause", "harbour/twofold")).ShouldEndWith(" already.\n");
        (await RecoilAsync("resume", "twofold")).ShouldBe("Resumed run harbour/twofold.\n");
        (await RecoilAsync("resume", "twofold")).ShouldBe("run harbour/twofold is not paused.\n");

        var unknown = await _recoil.RecoilAsync("pause", "harbour/nobody");
        (unknown.ExitCode, unknown.Errors).ShouldBe((2, "harbour/nobody: no such run. recoil status lists the runs.\n"));
        var nothing = await _recoil.RecoilAsync("pause");
        nothing.Errors.ShouldStartWith("WHAT: name a project or a run, such as pilot/run_4a96c424, or a provider with --account.");
    }

    private async Task<string> RecoilAsync(params string[] arguments)
    {
        var done = await _recoil.RecoilAsync(arguments);
        done.ExitCode.ShouldBe(0, done.Output + done.Errors);
        return done.Output;
    }

    private async Task StatusUntilAsync(string run, string line)
    {
        var last = "";
        for (var i = 0; i < 60 && !last.Contains(line, StringComparison.Ordinal); i++)
            last = (await _recoil.RecoilAsync("status", run)).Output;
        last.ShouldContain(line);
    }
}
