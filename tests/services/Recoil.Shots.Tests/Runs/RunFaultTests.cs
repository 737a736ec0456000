using MassTransit;
using MassTransit.Events;
using MassTransit.Metadata;
using Recoil.Contracts;
using Recoil.Shots.Tests.Sagas;

namespace Recoil.Shots.Tests.Runs;

public sealed class When_a_run_cannot_handle_a_message
{
    private static readonly RunRequested s_run = new()
    {
        Project = "harbour",
        RunId = "run",
        EpisodeId = "E01",
        Model = "model",
        EpisodeCap = 100,
        ShotCap = 10,
        MaxParallel = 2,
        Shots = [.. Enumerable.Range(1, 6).Select(i => new ShotFields { ShotId = $"SH0{i}", Prompt = $"Shot {i}", SceneIndex = i % 2 })],
    };

    [Fact]
    public async Task A_shot_s_end_still_counts_and_the_run_ends_and_goes_on_when_it_is_requested_again()
    {
        var silent = true;
        await using var world = await new ShotWorld { Generator = take => silent ? null : ShotWorld.Made(take) }.StartAsync();
        await world.Bus.Publish(s_run);
        await world.UntilAsync(() => world.Dispatched.Count == 2, "both dispatches");

        (world.ProfilesAreAway, world.PlansAreUnreadable) = (true, true);
        foreach (var take in world.Dispatched)
            await world.Bus.Publish(ShotWorld.Made(take));

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        var end = world.RunsEnded.First();
        end.CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["crashed"] = 2 });
        end.NotStarted.ShouldBe(4);
        end.CostUsd.ShouldBe(0.08m);
        (await world.RunUntilAsync("harbour", "run", run => run.State.Result is not null)).State.Failure.ShouldNotBeNull()
            .ShouldMatch("^Going on after shot SH0[0-9] failed: System.InvalidOperationException: The plan cannot be read[.]$");

        (world.ProfilesAreAway, world.PlansAreUnreadable, silent) = (false, false, false);
        await world.Bus.Publish(s_run);

        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end of the rest");
        world.RunsEnded.Last().CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["crashed"] = 2, ["ok"] = 4 }, ignoreOrder: true);
        world.RunsEnded.Last().NotStarted.ShouldBe(0);
    }

    [Fact]
    public async Task Its_request_ends_it_without_a_shot_and_it_begins_when_it_is_requested_again()
    {
        await using var world = await new ShotWorld().StartAsync();
        world.ProfilesAreAway = true;
        await world.Bus.Publish(s_run);

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().NotStarted.ShouldBe(6);
        world.Ended.ShouldBeEmpty();

        world.ProfilesAreAway = false;
        await world.Bus.Publish(s_run);
        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end of the run");
        world.RunsEnded.Last().CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["ok"] = 6 });
    }

    [Fact]
    public async Task An_admission_that_it_cannot_act_on_ends_it_and_gives_the_money_back()
    {
        await using var world = await new ShotWorld().StartAsync();
        world.PlansAreUnreadable = true;
        await world.Bus.Publish(s_run);

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().NotStarted.ShouldBe(6);
        world.RunsEnded.First().Failure.ShouldBe("Starting the first shots failed: System.InvalidOperationException: The plan cannot be read.");
        await Eventually.GetAsync(() => world.Projects.ShowAsync("harbour", world.Time.GetUtcNow(), 1, default), shown => shown is { Held: 0 }, TimeSpan.FromSeconds(20));

        world.PlansAreUnreadable = false;
        await world.Bus.Publish(s_run);
        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end of the run that goes on");
        world.RunsEnded.Last().CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["ok"] = 6 });
    }

    [Fact]
    public async Task A_repeated_end_s_fault_changes_nothing()
    {
        await using var world = await new ShotWorld { Critic = take => take.ShotId == "SH01" ? ShotWorld.Passed(take) : null }.StartAsync();
        await world.Bus.Publish(s_run);
        var end = await world.EndOfAsync(ShotWorld.Shot("SH01"));
        await world.RunUntilAsync("harbour", "run", run => run.Shots[0].Status is not null && !run.State.Active.Exists(shot => shot.ShotId == "SH01"));

        await FaultAsync(world, end);
        await FaultAsync(world, new ShotCostRaised
        {
            CorrelationId = end.CorrelationId, Project = "harbour", RunId = "run", ShotId = "SH01", TakeId = NewId.NextGuid(), CostUsd = 0.7m, At = world.Time.GetUtcNow(),
        });

        var run = await world.RunUntilAsync("harbour", "run", state => state.Shots[0].Cost.Usd == 0.7m);
        (run.State.CurrentState, run.State.Failure).ShouldBe(("Running", null));
    }

    [Fact]
    public async Task A_cancellation_is_carried_out_all_the_same()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await world.Bus.Publish(s_run);
        await world.UntilAsync(() => world.Dispatched.Count == 2, "both dispatches");

        await FaultAsync(world, new CancelRun { Project = "harbour", RunId = "run", By = "Ida" });

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["cancelled"] = 2 });
    }

    private static Task FaultAsync<T>(ShotWorld world, T message) where T : class =>
        world.Bus.Publish<Fault<T>>(new FaultEvent<T>(message, NewId.NextGuid(), HostMetadataCache.Host, new InvalidOperationException("It broke."), MessageTypeCache<T>.MessageTypeNames));
}
