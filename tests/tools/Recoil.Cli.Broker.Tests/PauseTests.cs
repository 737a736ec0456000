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
