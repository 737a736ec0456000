using Recoil.Contracts;

namespace Recoil.Shots.Tests.Sagas;

public sealed class When_a_shot_is_made_again
{
    private static RemakeShot Remake(ShotRequested shot, int round = 1) => new() { RemakeId = Guid.NewGuid(), Round = round, Shot = shot, By = "Ida", Note = "the lamp is out" };

    private static async Task<(ShotWorld World, ShotRequested Shot)> EndedAsync(ShotWorld world)
    {
        await world.StartAsync();
        var shot = ShotWorld.Shot();
        await world.Bus.Publish(shot);
        await world.EndOfAsync(shot);
        return (world, shot);
    }

    private static ReviewDecided Decide(ShotWorld world, ShotRequested shot, ReviewDecision decision, int round = 1) => new()
    {
        CorrelationId = ShotWorld.IdOf(shot), ReviewId = ShotIdentity.OfReview(ShotWorld.IdOf(shot), round), Decision = decision, By = "Otto", At = world.Time.GetUtcNow(),
    };

    [Fact]
    public async Task It_begins_another_round_with_what_it_is_requested_with_now_and_keeps_no_earlier_take()
    {
        var (world, shot) = await EndedAsync(new ShotWorld { Critic = take => take.Output!.Contains("_a1", StringComparison.Ordinal) ? ShotWorld.Passed(take) : ShotWorld.Failed(take, FailureMode.Unknown) });
        await using var _ = world;
        var remake = Remake(shot with { SceneRefPath = "new.png" }) with { EditedPrompt = "A brighter lamp", ExtraBudget = 2 };

        await world.Bus.Publish(remake);

        var end = await world.EndOfRoundAsync(shot, 2);
        (end.Status, end.OutputPath, end.RemakeId, end.CostUsd).ShouldBe((ShotStatus.NeedsReview, "SH010_a2t1.png", remake.RemakeId, 0.08m));
        world.Ended.First().RemakeId.ShouldBeNull();
        var take = world.Dispatched.Last();
        (take.Prompt, take.SceneRefPath, take.Attempt, take.Take).ShouldBe(("A brighter lamp", "new.png", 2, 1));
        world.Reservations.Last().ExtraBudget.ShouldBe(2);
        (await world.Archive.FindAsync(shot.Project, shot.RunId, shot.ShotId, default))!.Timeline.ShouldContain(
            entry => entry.Event == "remake" && entry.Detail == "by Ida: the lamp is out; 2 US dollars more; new prompt: A brighter lamp");
    }

    [Fact]
    public async Task One_that_cannot_be_made_any_more_does_not_end_with_the_take_that_is_replaced()
    {
        var (world, shot) = await EndedAsync(new ShotWorld());
        await using var _ = world;

        await world.Bus.Publish(Remake(shot with { ShotCap = 0.05m }));

        var end = await world.EndOfRoundAsync(shot, 2);
        (end.Status, end.OutputPath).ShouldBe((ShotStatus.BudgetExhausted, null));
    }

    [Fact]
    public async Task An_edited_prompt_of_an_earlier_round_stays()
    {
        var (world, shot) = await EndedAsync(new ShotWorld());
        await using var _ = world;
        await world.Bus.Publish(Remake(shot) with { EditedPrompt = "A brighter lamp" });
        await world.EndOfRoundAsync(shot, 2);

        await world.Bus.Publish(Remake(shot, round: 2));

        await world.EndOfRoundAsync(shot, 3);
        world.Dispatched.Select(take => take.Prompt).ShouldBe([shot.Prompt, "A brighter lamp", "A brighter lamp"]);
    }

    [Fact]
    public async Task The_same_request_again_makes_it_send_again_what_it_waits_for_and_later_its_end()
    {
        var (world, shot) = await EndedAsync(new ShotWorld { Generator = take => take.Attempt == 1 ? ShotWorld.Made(take) : null });
        await using var _ = world;
        var remake = Remake(shot);
        await world.Bus.Publish(remake);
        await world.UntilAsync(() => world.Dispatched.Count == 2, "the second take");

        await world.Bus.Publish(remake);
        await world.UntilAsync(() => world.Dispatched.Count == 3, "the second take commanded again");
        world.Dispatched.Last().TakeId.ShouldBe(world.Dispatched.ElementAt(1).TakeId);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Last()));
        await world.EndOfRoundAsync(shot, 2);
        await world.Bus.Publish(remake);

        await world.UntilAsync(() => world.Ended.Count(end => end.Round == 2) == 2, "its end told again");
        (await world.StateUntilAsync(shot, state => state.CurrentState == "Completed")).Round.ShouldBe(2);
        world.Dispatched.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_older_request_makes_nothing_and_is_told_the_end()
    {
        var (world, shot) = await EndedAsync(new ShotWorld());
        await using var _ = world;
        var first = Remake(shot);
        await world.Bus.Publish(first);
        await world.EndOfRoundAsync(shot, 2);
        await world.Bus.Publish(Remake(shot, round: 2));
        await world.EndOfRoundAsync(shot, 3);

        await world.Bus.Publish(first);

        await world.UntilAsync(() => world.Ended.Count(end => end.Round == 3) == 2, "the last end told again");
        world.Dispatched.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_request_that_a_re_roll_overtook_waits_for_its_run_to_ask_again()
    {
        var (world, shot) = await EndedAsync(new ShotWorld
        {
            Critic = take => take.Output == "SH010_a1t1.png" ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take),
            Generator = take => take.Attempt == 2 ? null : ShotWorld.Made(take),
        });
        await using var _ = world;
        await world.Bus.Publish(Decide(world, shot, ReviewDecision.Reroll));
        await world.UntilAsync(() => world.Dispatched.Count == 2, "the re-roll");
        var remake = Remake(shot);

        await world.Bus.Publish(remake);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Last()));
        (await world.EndOfRoundAsync(shot, 2)).RemakeId.ShouldBeNull();
        await world.Bus.Publish(remake with { Round = 2 });

        (await world.EndOfRoundAsync(shot, 3)).RemakeId.ShouldBe(remake.RemakeId);
        world.Dispatched.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(ReviewDecision.Approve, "Approved")]
    [InlineData(ReviewDecision.Reject, "Rejected")]
    public async Task It_is_made_again_also_after_a_person_s_decision(ReviewDecision decision, string state)
    {
        var (world, shot) = await EndedAsync(new ShotWorld { Critic = take => take.Output == "SH010_a1t1.png" ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take) });
        await using var _ = world;
        await world.Bus.Publish(Decide(world, shot, decision));
        await world.StateUntilAsync(shot, stands => stands.CurrentState == state);

        await world.Bus.Publish(Remake(shot));

        (await world.EndOfRoundAsync(shot, 2)).Status.ShouldBe(ShotStatus.Ok);
        await world.StateUntilAsync(shot, stands => stands.CurrentState == "Completed");
        await world.UntilAsync(() => world.Closed.Count > 0, "the review closed");
        world.Closed.ShouldHaveSingleItem().Decision.ShouldBe(decision);
    }

    [Fact]
    public async Task A_decision_on_the_review_that_was_closed_changes_nothing_any_more()
    {
        var (world, shot) = await EndedAsync(new ShotWorld { Critic = take => ShotWorld.Failed(take, FailureMode.Unknown) });
        await using var _ = world;
        await world.Bus.Publish(Remake(shot));
        await world.EndOfRoundAsync(shot, 2);
        await world.StateUntilAsync(shot, stands => stands.CurrentState == "AwaitingReview");

        await world.Bus.Publish(Decide(world, shot, ReviewDecision.Approve));
        await world.Bus.Publish(Decide(world, shot, ReviewDecision.Reject, round: 2));

        await world.StateUntilAsync(shot, stands => stands.CurrentState == "Rejected");
        await world.UntilAsync(() => world.Closed.Count == 2, "both reviews closed");
        world.Closed.Select(closed => closed.Decision).ShouldBe([ReviewDecision.Reroll, ReviewDecision.Reject]);
    }

    [Fact]
    public async Task A_cancelled_shot_is_made_again_and_its_take_is_bought()
    {
        var shot = ShotWorld.Shot();
        await using var world = await CancelledDuringItsFirstTakeAsync(shot);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.First()));
        (await world.EndOfAsync(shot)).Status.ShouldBe(ShotStatus.Cancelled);

        await world.Bus.Publish(Remake(shot));

        (await world.EndOfRoundAsync(shot, 2)).Status.ShouldBe(ShotStatus.Ok);
        world.Dispatched.Last().OnlyIfBought.ShouldBeFalse();
    }

    [Fact]
    public async Task A_cancelled_shot_of_unknown_outcome_is_made_when_a_reviewer_re_rolls_it()
    {
        var shot = ShotWorld.Shot();
        await using var world = await CancelledDuringItsFirstTakeAsync(shot);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.First()) with
        {
            Success = false, Output = null, Cost = 0, CostSource = CostSource.Unknown, ErrorKind = ErrorKind.OutcomeUnknown, Error = "outcome_unknown: no answer",
        });
        (await world.EndOfAsync(shot)).Status.ShouldBe(ShotStatus.NeedsReview);

        await world.Bus.Publish(Decide(world, shot, ReviewDecision.Reroll) with { ChargedUsd = 0 });

        (await world.EndOfRoundAsync(shot, 2)).Status.ShouldBe(ShotStatus.Ok);
    }

    [Fact]
    public async Task One_that_was_cancelled_before_it_began_is_made_as_it_is_requested()
    {
        await using var world = await new ShotWorld().StartAsync();
        var shot = ShotWorld.Shot();
        await world.Bus.Publish(new CancelShot { Project = shot.Project, RunId = shot.RunId, ShotId = shot.ShotId, By = "Otto" });
        await world.EndOfAsync(shot);

        await world.Bus.Publish(Remake(shot));

        (await world.EndOfRoundAsync(shot, 2)).Status.ShouldBe(ShotStatus.Ok);
        var take = world.Dispatched.ShouldHaveSingleItem();
        (take.Prompt, take.Model, take.Attempt).ShouldBe((shot.Prompt, "model", 1));
        world.Reservations.ShouldAllBe(reservation => reservation.Estimate == 0.04m);
    }

    [Fact]
    public async Task One_whose_document_is_no_longer_kept_goes_on_counting_so_that_no_take_is_taken_for_an_earlier_one()
    {
        await using var world = await new ShotWorld().StartAsync();
        var shot = ShotWorld.Shot();

        await world.Bus.Publish(Remake(shot, round: 3));

        (await world.EndOfRoundAsync(shot, 4)).Status.ShouldBe(ShotStatus.Ok);
        world.Dispatched.ShouldHaveSingleItem().Attempt.ShouldBe(7);
    }

    [Fact]
    public async Task One_that_cannot_be_begun_ends_as_crashed_also_where_nothing_is_known_of_it()
    {
        await using var world = await new ShotWorld { ProfilesAreAway = true }.StartAsync();
        var shot = ShotWorld.Shot();

        await world.Bus.Publish(Remake(shot));

        (await world.EndOfRoundAsync(shot, 2)).Status.ShouldBe(ShotStatus.Crashed);
    }

    private static async Task<ShotWorld> CancelledDuringItsFirstTakeAsync(ShotRequested shot)
    {
        var world = await new ShotWorld { Generator = take => take.Attempt == 1 ? null : ShotWorld.Made(take) }.StartAsync();
        await world.Bus.Publish(shot);
        await world.UntilAsync(() => world.Dispatched.Count == 1, "the first take");
        await world.BeginInLedgerAsync(world.Dispatched.First());
        await world.Bus.Publish(new CancelShot { Project = shot.Project, RunId = shot.RunId, ShotId = shot.ShotId, By = "Otto" });
        await world.StateUntilAsync(shot, state => state.Cancelling is not null);
        return world;
    }
}
