using Recoil.Local.Processes;

namespace Recoil.Cli.Broker.Tests;

[Collection(RunningServicesCollection.Name)]
public sealed class StoppingTests(RunningServices running)
{
    private readonly Installation _recoil = running.Installation;

    [Fact]
    public async Task A_generator_that_is_stopped_hands_a_long_take_back_and_another_one_finishes_what_was_bought_once()
    {
        await using var submit = _recoil.Start("submit", _recoil.Plan("handed-back", """{"latency_ms":6000}"""), "--wait");
        await Eventually.TrueAsync(() => _recoil.Bought("handed-back") == 1, () => $"the take to be bought; {submit.Errors}");
        var first = _recoil.Services.Processes.Single(process => process.Service == ServiceName.Generator);

        Signal.Terminate(first.Pid).ShouldBeTrue();
        await Eventually.TrueAsync(() => !first.IsRunning, () => "the generator to stop");
        submit.IsRunning.ShouldBeTrue();
        (await _recoil.RecoilAsync("up")).ExitCode.ShouldBe(0);

        var end = await submit.EndAsync();
        end.ExitCode.ShouldBe(0, end.Output + end.Errors);
        end.Output.ShouldContain("$0.04 of $5.00 spent");
        _recoil.Bought("handed-back").ShouldBe(1);
    }

    [Fact]
    public async Task A_service_is_not_ready_while_the_broker_is_down_and_ready_again_after()
    {
        Assert.SkipWhen(_recoil.Broker is null, "this test stops the broker, which may only be done to one of its own");
        var budget = _recoil.Services.Processes.Single(process => process.Service == ServiceName.Budget);

        await _recoil.Broker.ControlAsync(["stop_app"], CancellationToken.None);
        await Eventually.TrueAsync(async () => !(await budget.HealthAsync(CancellationToken.None)).IsReady, () => "the budget service to be not ready");
        await _recoil.Broker.ControlAsync(["start_app"], CancellationToken.None);

        foreach (var process in _recoil.Services.Processes)
            (await process.WaitUntilReadyAsync(TimeSpan.FromSeconds(60), CancellationToken.None)).IsReady.ShouldBeTrue(process.Name);
    }
}
