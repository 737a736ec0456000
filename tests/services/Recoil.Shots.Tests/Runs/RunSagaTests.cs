using Recoil.Contracts;
using Recoil.Shots.Tests.Sagas;

namespace Recoil.Shots.Tests.Runs;

public sealed class When_a_run_is_requested
{
    private static RunRequested Run(StopOnReview stop = StopOnReview.Never) => new()
    {
        Project = "harbour",
        RunId = "run",
        EpisodeId = "E01",
        Model = "model",
        EpisodeCap = 100,
        ShotCap = 10,
        StopOnReview = stop,
        MaxParallel = 2,
        Shots = [.. Enumerable.Range(1, 6).Select(i => new ShotFields { ShotId = $"SH0{i}", Prompt = $"Shot {i}", SceneIndex = i % 2 })],
    };

    [Fact]
    public async Task Every_shot_ends_and_the_run_publishes_the_sum()
    {
        await using var world = await new ShotWorld
        {
            Critic = take => take.ShotId == "SH02" ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take),
        }.StartAsync();

        await world.Bus.Publish(Run());

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        var end = world.RunsEnded.First();
        end.CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["ok"] = 5, ["needs_review"] = 1 }, ignoreOrder: true);
        end.CostUsd.ShouldBe(0.24m);
        end.NotStarted.ShouldBe(0);
        world.Dispatched.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_clip_is_made_from_the_accepted_take_of_its_keyframe()
    {
        await using var world = await new ShotWorld
        {
            Critic = take => take.ShotId == "SH02" ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take),
        }.StartAsync();
        ShotFields Clip(string id, string of) => new() { ShotId = id, Prompt = "It moves.", Pipeline = "video", StartFrame = of };
        var run = Run() with { Shots = [Clip("C1", "@SH01"), Clip("C2", "@SH02"), new ShotFields { ShotId = "SH01", Prompt = "One" }, new ShotFields { ShotId = "SH02", Prompt = "Two" }] };

        await world.Bus.Publish(run);

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().NotStarted.ShouldBe(1);
        world.Dispatched.Single(take => take.ShotId == "C1").StartFrame.ShouldBe("SH01_a1t1.png");
        world.Dispatched.ShouldNotContain(take => take.ShotId == "C2");

        var shot = ShotWorld.IdOf(ShotWorld.Shot("SH02"));
        await world.Bus.Publish(new ReviewDecided
        {
            CorrelationId = shot, ReviewId = ShotIdentity.OfReview(shot), Decision = ReviewDecision.Approve, By = "Ida", SuppliedOutput = "painted.png", At = world.Time.GetUtcNow(),
        });
        await world.RunUntilAsync("harbour", "run", stands => stands.Shots[3].ApprovedOutput == "painted.png");
        await world.Bus.Publish(run);

        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end of the rest");
        world.Dispatched.Single(take => take.ShotId == "C2").StartFrame.ShouldBe("painted.png");
    }

    [Fact]
    public async Task Stopped_for_review_it_starts_nothing_more_and_still_ends()
    {
        await using var world = await new ShotWorld
        {
            Critic = take => take.ShotId == "SH01" ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take),
        }.StartAsync();

        await world.Bus.Publish(Run(StopOnReview.Scene));

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().NotStarted.ShouldBe(2);
        world.Ended.Select(e => e.ShotId).Order(StringComparer.Ordinal).ShouldBe(["SH01", "SH02", "SH04", "SH06"]);
    }

    [Fact]
    public async Task A_scene_goes_on_when_a_person_has_approved_what_stopped_it()
    {
        await using var world = await new ShotWorld
        {
            Critic = take => take.ShotId == "SH01" ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take),
            Generator = take => take.ShotId == "SH06" ? null : ShotWorld.Made(take),
        }.StartAsync();
        await world.Bus.Publish(Run(StopOnReview.Scene));
        await world.RunUntilAsync("harbour", "run", run => run.Shots[0].Status == ShotStatus.NeedsReview);
        await world.UntilAsync(() => world.Dispatched.Any(take => take.ShotId == "SH06"), "the last shot of the other scene");
        world.Dispatched.ShouldNotContain(take => take.ShotId == "SH03");

        await ApproveAsync(world, "SH01");

        await world.UntilAsync(() => world.Ended.Any(end => end.ShotId == "SH05"), "the rest of the scene");
        world.Dispatched.First(take => take.ShotId == "SH03").OptionalRefs.ShouldBe(["SH01_a1t1.png"]);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Single(take => take.ShotId == "SH06")));
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().NotStarted.ShouldBe(0);
    }

    [Fact]
    public async Task Requested_again_it_goes_on_with_what_a_person_has_approved_since()
    {
        await using var world = await new ShotWorld
        {
            Critic = take => take.ShotId == "SH01" ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take),
        }.StartAsync();
        await world.Bus.Publish(Run(StopOnReview.Scene));
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        await ApproveAsync(world, "SH01");
        await world.RunUntilAsync("harbour", "run", run => run.Shots[0].ApprovedOutput == "SH01_a1t1.png");

        await world.Bus.Publish(Run(StopOnReview.Scene));

        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end of the rest");
        world.RunsEnded.Last().NotStarted.ShouldBe(0);
        world.RunsEnded.Last().CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["ok"] = 5, ["needs_review"] = 1 }, ignoreOrder: true);
    }

    private static async Task ApproveAsync(ShotWorld world, string shotId)
    {
        var shot = ShotIdentity.OfShot("harbour", "run", shotId);
        await world.Bus.Publish(new ReviewDecided
        {
            CorrelationId = shot,
            ReviewId = ShotIdentity.OfReview(shot, 1),
            Decision = ReviewDecision.Approve,
            By = "Ida",
            At = world.Time.GetUtcNow(),
        });
    }

    [Fact]
    public async Task Requested_again_after_its_end_it_publishes_its_end_again_and_buys_nothing()
    {
        await using var world = await new ShotWorld().StartAsync();
        await world.Bus.Publish(Run());
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");

        await world.Bus.Publish(Run());

        await world.UntilAsync(() => world.RunsEnded.Count == 2 && world.Ended.Count == 12, "the ends published again");
        world.Dispatched.Count.ShouldBe(6);
    }
}
