namespace Recoil.Cli.Broker.Tests;

[Collection(RunningServicesCollection.Name)]
public sealed class CancelTests(RunningServices running)
{
    private readonly Installation _recoil = running.Installation;

    [Fact]
    public async Task A_cancelled_run_takes_in_what_is_bought_and_begins_nothing_more()
    {
        var plan = _recoil.Plan("cancelled", """{"latency_ms":10000}""", "{}");
        await using var submit = _recoil.Start("submit", plan, "--wait", "--parallel", "1");
        await Eventually.TrueAsync(() => _recoil.Bought("cancelled") == 1, () => $"the take to be bought; {submit.Errors}");

        var cancelled = await _recoil.RecoilAsync("cancel", "harbour/cancelled", "--reason", "rewritten");

        cancelled.ShouldBe((0, "harbour/cancelled: 1 shot cancelled as soon as a take that is bought already is there, 1 shot never begun.\n", ""));
        var end = await submit.EndAsync();
        end.ExitCode.ShouldBe(3, end.Output + end.Errors);
        end.Output.ShouldContain("1 cancelled, 1 not started; $0.04 of $5.00 spent");
        _recoil.Bought("cancelled").ShouldBe(1);
        (await _recoil.RecoilAsync("cancel", "cancelled/SH010")).ShouldBe((0, "harbour/cancelled/SH010: it has ended as cancelled; nothing is left to cancel.\n", ""));
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_one_line() =>
        (await _recoil.RecoilAsync("cancel", "nowhere/none")).ShouldBe((2, "", "nowhere/none: no such run or shot. recoil status lists the runs.\n"));
}
