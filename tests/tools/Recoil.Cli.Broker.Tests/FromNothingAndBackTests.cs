using Recoil.Broker.Testing;
using Recoil.Local.Processes;

namespace Recoil.Cli.Broker.Tests;

/// <summary>Alone, because its services would take the others' messages where the tests were given a broker.</summary>
[Collection(RunningServicesCollection.Name)]
public sealed class FromNothingAndBackTests
{
    [Fact]
    public async Task A_service_that_cannot_start_is_reported_a_second_up_mends_it_and_down_leaves_no_process()
    {
        Assert.SkipWhen(GivenBroker.IsThere, "this test stops its broker, which may only be done to one of its own");
        var installation = await Installation.EmptyAsync("from-nothing");

        var broken = await installation.RecoilWithAsync("Generator__RemoteConcurrency", "0", "up");
        broken.ExitCode.ShouldBe(1, broken.Output + broken.Errors);
        broken.Errors.ShouldContain("generator 1 is not healthy: it has exited; its last log line: recoil generator: Setting Generator:RemoteConcurrency is 0. Give 1 to 100000.");

        var mended = await installation.RecoilAsync("up");
        mended.ExitCode.ShouldBe(0, mended.Output + mended.Errors);
        mended.Errors.ShouldBe("Starting generator 1.\n");

        var processes = installation.Services.Processes;
        var broker = installation.Broker.ShouldNotBeNull();
        var down = await installation.RecoilAsync("down");
        down.ExitCode.ShouldBe(0, down.Output + down.Errors);
        down.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(6);
        down.Output.ShouldNotContain("killed");
        processes.ShouldAllBe(process => !Signal.Runs(process.Pid, process.Service));
        broker.IsRunning.ShouldBeFalse();

        (await installation.RecoilAsync("down")).ShouldBe((0, "Nothing runs out of .recoil.\n", ""));
        (await installation.RecoilAsync("status")).ShouldBe((0, "", "No runs yet.\n"));
    }
}
