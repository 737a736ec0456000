using Recoil.Contracts;
using Recoil.Shots.Tests.Sagas;
using Recoil.Storage.Budget;

namespace Recoil.Shots.Tests.Runs;

public sealed class When_a_project_has_a_budget
{
    private static readonly RunRequested s_run = new()
    {
        Project = "harbour",
        RunId = "run",
        EpisodeId = "E01",
        Model = "model",
        EpisodeCap = 10,
        ShotCap = 10,
        MaxParallel = 2,
        Shots = [.. Enumerable.Range(1, 4).Select(i => new ShotFields { ShotId = $"SH0{i}", Prompt = $"Shot {i}" })],
    };

    [Fact]
    public async Task A_run_holds_its_cap_while_it_is_under_way_and_gives_back_what_it_did_not_use()
    {
        var silent = true;
        await using var world = await new ShotWorld { Generator = take => silent ? null : ShotWorld.Made(take) }.StartAsync();
        await CapAsync(world, 15);
        await world.Bus.Publish(s_run);
        await world.UntilAsync(() => world.Dispatched.Count == 2, "both dispatches");
        (await HeldAsync(world)).ShouldBe(10);

        silent = false;
        foreach (var take in world.Dispatched.ToList())
            await world.Bus.Publish(ShotWorld.Made(take));
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");

        world.RunsEnded.First().Failure.ShouldBeNull();
        await HeldUntilAsync(world, 0.16m);
    }

    [Fact]
    public async Task A_run_without_room_ends_without_a_shot_and_says_why_and_goes_on_when_there_is_more()
    {
        await using var world = await new ShotWorld().StartAsync();
        await CapAsync(world, 9.5m);
        await world.Bus.Publish(s_run);

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        var end = world.RunsEnded.First();
        (end.NotStarted, end.Failure).ShouldBe((4, "The budget of project harbour has 9.50 US dollars free and the run asks for 10.00. Raise it, or ask for less."));
        world.Dispatched.ShouldBeEmpty();
        await HeldUntilAsync(world, 0);

        world.Time.Advance(TimeSpan.FromSeconds(1));
        await CapAsync(world, 10);
        await world.Bus.Publish(s_run);

        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end of the run that goes on");
        (world.RunsEnded.Last().Failure, world.RunsEnded.Last().CountsByStatus["ok"]).ShouldBe((null, 4));
        await HeldUntilAsync(world, 0.16m);
    }

    [Fact]
    public async Task Of_two_runs_that_have_room_for_one_the_second_goes_on_after_the_first()
    {
        var silent = true;
        await using var world = await new ShotWorld { Generator = take => silent ? null : ShotWorld.Made(take) }.StartAsync();
        await CapAsync(world, 11);
        await world.Bus.Publish(s_run);
        await world.UntilAsync(() => world.Dispatched.Count == 2, "both dispatches");
        var second = s_run with { RunId = "second" };
        await world.Bus.Publish(second);
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the second run");
        world.RunsEnded.First().RunId.ShouldBe("second");

        silent = false;
        foreach (var take in world.Dispatched.ToList())
            await world.Bus.Publish(ShotWorld.Made(take));
        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end of the first run");
        await HeldUntilAsync(world, 0.16m);
        await world.Bus.Publish(second);

        await world.UntilAsync(() => world.RunsEnded.Count == 3, "the end of the second run at last");
        world.RunsEnded.Last().CountsByStatus["ok"].ShouldBe(4);
        await HeldUntilAsync(world, 0.32m);
    }

    [Fact]
    public async Task A_run_that_waits_for_its_money_can_be_cancelled_and_sends_its_request_again()
    {
        await using var world = await new ShotWorld { WithBudgetService = false }.StartAsync();
        await world.Bus.Publish(s_run);
        await world.RunUntilAsync("harbour", "run", run => run.State.CurrentState == "Admitting");
        await world.Bus.Publish(s_run);
        await world.UntilAsync(() => world.Admissions.Count == 2, "the request for its money again");
        world.Admissions.ShouldAllBe(admission => admission.Admission == 1 && admission.Cap == 10);

        await world.Bus.Publish(new CancelRun { Project = "harbour", RunId = "run", By = "Ida" });

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().NotStarted.ShouldBe(4);
    }

    private static Task CapAsync(ShotWorld world, decimal cap) =>
        world.Projects.SetAsync(new ProjectBudget("harbour", cap, BudgetPeriod.Total, "Ida", world.Time.GetUtcNow()), default);

    private static async Task<decimal> HeldAsync(ShotWorld world) => (await world.Projects.ShowAsync("harbour", world.Time.GetUtcNow(), 10, default)).ShouldNotBeNull().Held;

    private static Task HeldUntilAsync(ShotWorld world, decimal held) => Eventually.GetAsync(() => HeldAsync(world), found => found == held, TimeSpan.FromSeconds(20));
}
