using MassTransit;
using Recoil.Contracts;
using Recoil.Shots.Tests.Sagas;

namespace Recoil.Shots.Tests.Runs;

public sealed class When_ends_share_a_step
{
    private static readonly RunRequested s_run = new()
    {
        Project = "harbour",
        RunId = "run",
        Model = "model",
        EpisodeCap = 100,
        ShotCap = 10,
        MaxParallel = 3,
        Shots = [.. Enumerable.Range(1, 3).Select(i => new ShotFields { ShotId = $"SH0{i}", Prompt = $"Shot {i}" })],
    };

    [Fact]
    public async Task One_that_comes_again_takes_in_no_other()
    {
        await using var world = await new ShotWorld { Generator = take => take.ShotId == "SH01" ? ShotWorld.Made(take) : null }.StartAsync();
        await world.Bus.Publish(s_run);
        var first = await world.EndOfAsync(ShotWorld.Shot("SH01"));
        await world.RunUntilAsync("harbour", "run", run => run.Shots[0].Status is not null && !run.State.Active.Exists(shot => shot.ShotId == "SH01"));
        await world.UntilAsync(() => world.Dispatched.Count == 3, "all dispatches");

        // A step is under way. The first shot's end comes again and waits for the next step, and so does the last one's.
        var step = new TaskCompletionSource();
        world.StepsOfRunsWaitFor = step.Task;
        await EndAsync(world, "SH02");
        var found = world.ShotsOfRunsFound;
        await world.Bus.Publish(first, send => send.MessageId = ShotIdentity.OfEnd(first.CorrelationId, first.Round));
        await world.UntilAsync(() => world.ShotsOfRunsFound > found, "the repeated end noted");
        await EndAsync(world, "SH03");
        world.StepsOfRunsWaitFor = null;
        step.SetResult();

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.Single().CountsByStatus["ok"].ShouldBe(3);
    }

    /// <summary>Ends a shot, and waits until its run has noted that.</summary>
    private static async Task EndAsync(ShotWorld world, string shot)
    {
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Single(take => take.ShotId == shot)));
        await world.RunUntilAsync("harbour", "run", run => run.Shots.Single(planned => planned.ShotId == shot).Status is not null);
    }
}
