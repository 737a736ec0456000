using MassTransit;
using Recoil.Contracts;
using Recoil.Shots.Tests.Sagas;

namespace Recoil.Shots.Tests.Runs;

public sealed class When_shots_of_a_run_are_made_again
{
    private const string Project = "harbour";

    private static RunRequested Run(StopOnReview stop = StopOnReview.Never) => new()
    {
        Project = Project,
        RunId = "run",
        Model = "model",
        EpisodeCap = 100,
        ShotCap = 10,
        StopOnReview = stop,
        MaxParallel = 2,
        Shots =
        [
            new() { ShotId = "SH01", Prompt = "One" },
            new() { ShotId = "SH02", Prompt = "Two", Pipeline = "video", StartFrame = "@SH01" },
            new() { ShotId = "SH03", Prompt = "Three", Pipeline = "video", StartFrame = "@SH01", EndFrame = "@SH04" },
            new() { ShotId = "SH04", Prompt = "Four" },
        ],
    };

    private static RemakeShots Ask(params string[] shots) => new() { RemakeId = NewId.NextGuid(), Project = Project, RunId = "run", By = "Ida", Shots = shots };

    private static async Task<RemakeAnswered> AskAsync(ShotWorld world, RemakeShots request) =>
        (await world.Bus.CreateRequestClient<RemakeShots>(TimeSpan.FromSeconds(20)).GetResponse<RemakeAnswered>(request)).Message;

    private static async Task<ShotWorld> MadeAsync(ShotWorld world, StopOnReview stop = StopOnReview.Never)
    {
        await world.StartAsync();
        await world.Bus.Publish(Run(stop));
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        return world;
    }

    private static Task<ShotWorld.RunView> StandsAsync(ShotWorld world, params string?[] accepted) => world.RunUntilAsync(
        Project, "run", run => run.State.CurrentState == "Completed" && run.Shots.Select(shot => shot.AcceptedOutput).SequenceEqual(accepted, StringComparer.Ordinal));

    [Fact]
    public async Task A_run_that_has_ended_is_opened_sets_its_money_aside_and_ends_once_more()
    {
        await using var world = await MadeAsync(new ShotWorld());

        var answer = await AskAsync(world, Ask("SH01") with { EditedPrompt = "Once more" });

        answer.Refusal.ShouldBeNull();
        answer.Remade.ShouldBe(["SH01"]);
        answer.BuiltOn.ShouldBe(["SH02", "SH03"]);
        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the second end of the run");
        world.Dispatched.Where(take => take.ShotId == "SH01").Select(take => take.Prompt).ShouldBe(["One", "Once more"]);
        await world.UntilAsync(() => world.Admissions.Count == 2, "both admissions");
        world.Admissions.Select(admission => (admission.Admission, admission.Cap)).ShouldBe([(1, 100m), (2, 100m)]);
        var end = world.RunsEnded.Last();
        end.CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["ok"] = 4 });
        end.CostUsd.ShouldBe(0.20m);
        (await world.EndOfRoundAsync(ShotWorld.Shot("SH01"), 2)).OutputPath.ShouldBe("SH01_a2t1.png");
        await StandsAsync(world, "SH01_a2t1.png", "SH02_a1t1.png", "SH03_a1t1.png", "SH04_a1t1.png");
        (await world.BalanceAtRestAsync(ShotWorld.Shot("SH01"))).Spent.ShouldBe(0.20m);
        var known = (await world.Archive.LookUpRunAsync(Project, "run", default))!.Shots;
        known.Select(shot => string.Join(',', shot.BuiltOnReplaced)).ShouldBe(["", "SH01", "SH01", ""]);
        (await world.Archive.FindBuiltOnAsync(Project, "run", "SH01", default)).ShouldBe(["SH02", "SH03"]);
    }

    [Fact]
    public async Task What_was_built_on_it_is_made_from_its_new_take()
    {
        await using var world = await MadeAsync(new ShotWorld());
        await AskAsync(world, Ask("SH01"));
        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the second end of the run");

        var answer = await AskAsync(world, Ask() with { After = "SH01" });

        answer.Remade.ShouldBe(["SH02", "SH03"]);
        await world.UntilAsync(() => world.RunsEnded.Count == 3, "the third end of the run");
        world.Dispatched.Where(take => take.ShotId is "SH02" or "SH03" && take.Attempt == 2).Select(take => take.StartFrame).ShouldBe(["SH01_a2t1.png", "SH01_a2t1.png"]);
        (await world.Archive.LookUpRunAsync(Project, "run", default))!.Shots.ShouldAllBe(shot => shot.BuiltOnReplaced.Count == 0);
        world.Dispatched.Count(take => take.ShotId == "SH04").ShouldBe(1);
    }

    [Fact]
    public async Task The_same_request_twice_and_once_more_after_its_end_makes_a_shot_again_once()
    {
        await using var world = await MadeAsync(new ShotWorld());
        var request = Ask("SH01") with { After = "SH01" };

        var answers = await Task.WhenAll(AskAsync(world, request), AskAsync(world, request));
        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the second end of the run");
        var late = await AskAsync(world, request);
        await world.Bus.Publish(Run());
        await world.UntilAsync(() => world.RunsEnded.Count == 3, "its end told again");

        answers.Append(late).ShouldAllBe(answer => answer.Remade.SequenceEqual(new[] { "SH01", "SH02", "SH03" }, StringComparer.Ordinal));
        await StandsAsync(world, "SH01_a2t1.png", "SH02_a2t1.png", "SH03_a2t1.png", "SH04_a1t1.png");
        world.Dispatched.Count.ShouldBe(7);
    }

    [Fact]
    public async Task A_run_under_way_takes_it_in_without_asking_for_money_again()
    {
        await using var world = await new ShotWorld { Generator = take => take is { ShotId: "SH04" } ? null : ShotWorld.Made(take) }.StartAsync();
        await world.Bus.Publish(Run());
        await world.RunUntilAsync(Project, "run", run => run.State.Active.Count == 1 && run.Shots[1].Status == ShotStatus.Ok);

        var answer = await AskAsync(world, Ask("SH01", "SH03", "SH04", "SH05"));

        answer.Remade.ShouldBe(["SH01"]);
        answer.LeftAlone.Select(shot => (shot.ShotId, shot.Reason)).ShouldBe(
            [("SH03", LeftAloneReason.NotStarted), ("SH04", LeftAloneReason.NotEnded), ("SH05", LeftAloneReason.UnknownShot)], ignoreOrder: true);
        await world.EndOfRoundAsync(ShotWorld.Shot("SH01"), 2);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Single(take => take.ShotId == "SH04")));
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.Dispatched.Single(take => take.ShotId == "SH03").StartFrame.ShouldBe("SH01_a2t1.png");
        world.Admissions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_without_room_in_its_project_says_so_and_makes_it_again_when_there_is()
    {
        await using var world = await MadeAsync(new ShotWorld());
        await world.Projects.SetAsync(new Storage.Budget.ProjectBudget(Project, 1, BudgetPeriod.Total, "Ida", world.Time.GetUtcNow()), default);

        await AskAsync(world, Ask("SH01"));
        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end without room");
        world.RunsEnded.Last().Failure.ShouldNotBeNull().ShouldContain("has 0.84 US dollars free");
        world.Dispatched.Count(take => take.ShotId == "SH01").ShouldBe(1);

        await world.Projects.SetAsync(new Storage.Budget.ProjectBudget(Project, 1000, BudgetPeriod.Total, "Ida", world.Time.GetUtcNow().AddMinutes(1)), default);
        (await AskAsync(world, Ask("SH01"))).LeftAlone.ShouldHaveSingleItem().Reason.ShouldBe(LeftAloneReason.BeingRemade);

        await StandsAsync(world, "SH01_a2t1.png", "SH02_a1t1.png", "SH03_a1t1.png", "SH04_a1t1.png");
        await world.UntilAsync(() => world.RunsEnded.Count == 3, "the end with room");
        world.RunsEnded.Last().Failure.ShouldBeNull();
    }

    [Fact]
    public async Task An_open_review_is_closed_and_what_stands_is_the_new_round()
    {
        await using var world = await MadeAsync(new ShotWorld
        {
            Critic = take => take is { ShotId: "SH01", Output: "SH01_a1t1.png" } ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take),
        });
        var shot = ShotWorld.Shot("SH01");
        await Eventually.GetAsync(() => world.ReviewsAsync(shot), reviews => reviews.Count == 1, TimeSpan.FromSeconds(20));

        (await AskAsync(world, Ask("SH01"))).Remade.ShouldBe(["SH01"]);

        await StandsAsync(world, "SH01_a2t1.png", "SH02_a1t1.png", "SH03_a1t1.png", "SH04_a1t1.png");
        var review = (await Eventually.GetAsync(() => world.ReviewsAsync(shot), reviews => reviews.All(entry => entry.Decision is not null), TimeSpan.FromSeconds(20))).ShouldHaveSingleItem();
        (review.Decision!.Decision, review.Decision.By).ShouldBe((ReviewDecision.Reroll, "Ida"));
        await world.UntilAsync(() => world.Closed.Count > 0, "the review closed");
        world.Closed.ShouldHaveSingleItem().ReviewId.ShouldBe(review.ReviewId);
        (await world.StateUntilAsync(shot, state => state.CurrentState == "Completed")).Round.ShouldBe(2);
    }

    [Fact]
    public async Task A_cancelled_run_makes_nothing_more_and_what_it_had_stays()
    {
        await using var world = await MadeAsync(new ShotWorld { Generator = take => take is { ShotId: "SH01", Attempt: 2 } ? null : ShotWorld.Made(take) });
        await AskAsync(world, Ask("SH01") with { After = "SH01" });
        await world.UntilAsync(() => world.Dispatched.Any(take => take is { ShotId: "SH01", Attempt: 2 }), "the second take");

        await world.Bus.Publish(new CancelRun { Project = Project, RunId = "run", By = "Ida" });

        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end of the run");
        world.RunsEnded.Last().NotStarted.ShouldBe(0);
        await StandsAsync(world, null, "SH02_a1t1.png", "SH03_a1t1.png", "SH04_a1t1.png");
        (await AskAsync(world, Ask("SH02"))).Refusal.ShouldBe("The run was cancelled by Ida. It makes nothing more.");
        world.Dispatched.Count(take => take.ShotId == "SH02").ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_never_was_is_refused_in_one_line()
    {
        await using var world = await new ShotWorld().StartAsync();

        (await AskAsync(world, Ask("SH01"))).Refusal.ShouldBe("There is no such run, or it is no longer kept.");
    }

    [Fact]
    public async Task A_shot_whose_remake_cannot_be_begun_ends_as_crashed_and_its_run_ends()
    {
        await using var world = await MadeAsync(new ShotWorld());
        world.ProfilesAreAway = true;

        await AskAsync(world, Ask("SH04"));

        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the second end of the run");
        var end = await world.EndOfRoundAsync(ShotWorld.Shot("SH04"), 2);
        (end.Status, end.OutputPath, end.CostUsd).ShouldBe((ShotStatus.Crashed, null, 0.04m));
        world.ProfilesAreAway = false;
        await AskAsync(world, Ask("SH04"));
        (await world.EndOfRoundAsync(ShotWorld.Shot("SH04"), 3)).Status.ShouldBe(ShotStatus.Ok);
    }
}
