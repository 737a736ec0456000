using MassTransit;
using Recoil.Contracts;
using Recoil.Shots.Softening;

namespace Recoil.Shots.Tests.Sagas;

/// <summary>A shot whose first take a person must look at, and what comes after that.</summary>
public abstract class ReviewTests
{
    private protected static readonly ShotRequested Shot = ShotWorld.Shot();

    protected static Guid FirstReview => ShotIdentity.OfReview(ShotWorld.IdOf(Shot));

    protected static Guid SecondReview => ShotIdentity.OfReview(ShotWorld.IdOf(Shot), 2);

    protected static ReviewDecided Decision(ReviewDecision decision, Guid? reviewId = null) => new()
    {
        CorrelationId = ShotWorld.IdOf(Shot),
        ReviewId = reviewId ?? FirstReview,
        Decision = decision,
        By = "Ida",
        Note = "the hands",
        At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
    };

    /// <summary>The first takes need a person, the ones after them pass.</summary>
    private protected static async Task<ShotWorld> StartAsync(ShotRequested? shot = null, int failing = 1, bool sendsWhatIsRefused = false)
    {
        var world = new ShotWorld
        {
            SendsWhatIsRefused = sendsWhatIsRefused,
            Critic = take => AttemptOf(take) <= failing ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take),
        };
        await world.StartAsync();
        await world.Bus.Publish(shot ?? Shot);
        await world.StateUntilAsync(shot ?? Shot, s => s.CurrentState == "AwaitingReview");
        return world;
    }

    private protected static int AttemptOf(CritiqueTake take) => take.Output[^7] - '0';
}

public sealed class When_a_shot_needs_a_person : ReviewTests
{
    [Fact]
    public async Task It_has_ended_and_waits_for_long()
    {
        await using var world = await StartAsync();

        var end = await world.EndOfAsync(Shot);
        end.Status.ShouldBe(ShotStatus.NeedsReview);
        end.Round.ShouldBe(1);
        end.ReviewQueueId.ShouldBe(FirstReview);
        var state = await world.StateUntilAsync(Shot, _ => true);
        state.ExpiresAt.ShouldBe(world.Time.GetUtcNow() + new ShotsOptions().RetentionForReview);
    }

    [Fact]
    public async Task Requested_again_its_end_is_published_again_and_nothing_is_made()
    {
        await using var world = await StartAsync();
        await world.EndOfAsync(Shot);

        await world.Bus.Publish(Shot);

        await world.UntilAsync(() => world.Ended.Count == 2, "the end published again");
        world.Ended.Select(e => e.Status).ShouldBe([ShotStatus.NeedsReview, ShotStatus.NeedsReview]);
        world.Dispatched.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_comes_late_is_paid_and_given_back_as_for_any_ended_shot()
    {
        await using var world = await StartAsync();
        var (late, reservation) = (ShotIdentity.OfTake(ShotWorld.IdOf(Shot), 1, 1), NewId.NextGuid());

        await world.Bus.Publish(new GenerationCompleted { CorrelationId = ShotWorld.IdOf(Shot), TakeId = late, Success = true, Output = "late.png", Cost = 0.54m });
        await world.Bus.Publish(new BudgetReserved { CorrelationId = ShotWorld.IdOf(Shot), ReservationId = reservation });
        await world.Bus.Publish(new CancelShot { Project = Shot.Project, RunId = Shot.RunId, ShotId = Shot.ShotId, By = "Max" });

        var state = await world.StateUntilAsync(Shot, s => s.Takes.Exists(take => take.Id == late && take.ChargedCost == 0.54m));
        await world.UntilAsync(() => world.Settlements.Any(s => s.ReservationId == reservation), "the released reservation");
        state.CurrentState.ShouldBe("AwaitingReview");
        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.54m)).Spent.ShouldBe(0.54m);
        world.Ended.ShouldHaveSingleItem().Status.ShouldBe(ShotStatus.NeedsReview);
    }
}

public sealed class When_a_person_approves_or_rejects : ReviewTests
{
    [Theory]
    [InlineData(ReviewDecision.Approve, "Approved")]
    [InlineData(ReviewDecision.Reject, "Rejected")]
    public async Task The_shot_rests_and_its_timeline_says_who_and_why(ReviewDecision decision, string rest)
    {
        await using var world = await StartAsync();

        await world.Bus.Publish(Decision(decision));

        var state = await world.StateUntilAsync(Shot, s => s.CurrentState == rest);
        state.ExpiresAt.ShouldBe(world.Time.GetUtcNow() + new ShotsOptions().RetentionAfterEnd);
        state.Result!.Status.ShouldBe(ShotStatus.NeedsReview);
        ShotTimeline.Of(state)[^1].Event.ShouldBe("reviewed");
        ShotTimeline.Of(state)[^1].Action.ShouldBe(SnakeCase.Of(decision));
        ShotTimeline.Of(state)[^1].Detail.ShouldBe("by Ida: the hands");
        await world.UntilAsync(() => world.Closed.Count == 1, "the closed review");
        var closed = world.Closed.First();
        closed.Decision.ShouldBe(decision);
        closed.ReviewId.ShouldBe(FirstReview);
        closed.OutputPath.ShouldBe("SH010_a1t1.png");
        (closed.By, closed.Note).ShouldBe(("Ida", "the hands"));
        world.Ended.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_take_an_approval_is_noted_and_the_shot_still_waits_for_a_decision()
    {
        await using var world = await new ShotWorld
        {
            Generator = take => ShotWorld.Made(take, cost: 0) with { Success = false, Output = null, Error = "The prompt violates the content policy.", ErrorKind = ErrorKind.ContentFilter },
        }.StartAsync();
        await world.Bus.Publish(Shot);
        var state = await world.StateUntilAsync(Shot, s => s.CurrentState == "AwaitingReview");
        state.Review!.OutputPath.ShouldBeNull();
        state.Review.Attempts.ShouldAllBe(attempt => attempt.ProviderError == "The prompt violates the content policy.");

        await world.Bus.Publish(Decision(ReviewDecision.Approve));

        state = await world.StateUntilAsync(Shot, s => s.Notes[^1].Event == "review_failed");
        (state.CurrentState, state.Notes[^1].Detail).ShouldBe(("AwaitingReview", "an approval without a take to approve was ignored"));
        await world.Bus.Publish(Decision(ReviewDecision.Reject));
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Rejected");
    }

    [Fact]
    public async Task The_same_again_is_answered_again_and_another_decision_changes_nothing()
    {
        await using var world = await StartAsync();
        await world.Bus.Publish(Decision(ReviewDecision.Approve));
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Approved");

        await world.Bus.Publish(Decision(ReviewDecision.Reject));
        await world.Bus.Publish(Decision(ReviewDecision.Reroll));
        await world.Bus.Publish(Decision(ReviewDecision.Approve, SecondReview));
        await world.Bus.Publish(Decision(ReviewDecision.Approve));

        await world.UntilAsync(() => world.Closed.Count == 2, "the closed review published again");
        world.Closed.Distinct().ShouldHaveSingleItem().Decision.ShouldBe(ReviewDecision.Approve);
        (await world.StateUntilAsync(Shot, _ => true)).CurrentState.ShouldBe("Approved");
        world.Dispatched.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Requested_again_the_shot_publishes_its_end_and_the_decision()
    {
        await using var world = await StartAsync();
        await world.Bus.Publish(Decision(ReviewDecision.Reject));
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Rejected");

        await world.Bus.Publish(Shot);

        await world.UntilAsync(() => world.Ended.Count == 2 && world.Closed.Count == 2, "end and decision published again");
        world.Dispatched.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_take_that_comes_late_is_paid()
    {
        await using var world = await StartAsync();
        await world.Bus.Publish(Decision(ReviewDecision.Approve));
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Approved");

        await world.Bus.Publish(new GenerationCompleted { CorrelationId = ShotWorld.IdOf(Shot), TakeId = ShotIdentity.OfTake(ShotWorld.IdOf(Shot), 1, 1), Success = true, Cost = 0.54m });

        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.54m)).Spent.ShouldBe(0.54m);
    }
}

public sealed class When_a_person_asks_for_a_reroll : ReviewTests
{
    [Fact]
    public async Task Another_round_begins_in_the_same_shot_and_ends_with_its_own_status()
    {
        await using var world = await StartAsync();

        await world.Bus.Publish(Decision(ReviewDecision.Reroll) with { EditedPrompt = "Mara waits at the quay", ExtraBudget = 2.5m });

        var end = await world.EndOfRoundAsync(Shot, 2);
        end.Status.ShouldBe(ShotStatus.Ok);
        end.OutputPath.ShouldBe("SH010_a2t1.png");
        end.Attempts.ShouldBe(2);
        end.Takes.ShouldBe(2);
        end.CostUsd.ShouldBe(0.08m);
        end.ReviewQueueId.ShouldBeNull();
        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.08m)).Spent.ShouldBe(0.08m);

        world.Dispatched.Select(d => d.Prompt).ShouldBe(["Mara waits at the pier", "Mara waits at the quay"]);
        world.Dispatched.Select(d => d.TakeId).Distinct().Count().ShouldBe(2);
        world.Reservations.Select(w => (w.EpisodeCap, w.ExtraBudget, w.ShotCap, w.ShotSpent)).ShouldBe([(100m, 0m, 10m, 0m), (100m, 2.5m, 12.5m, 0.04m)]);
        world.Closed.ShouldHaveSingleItem().Decision.ShouldBe(ReviewDecision.Reroll);
        var state = await world.StateUntilAsync(Shot, s => s.CurrentState == "Completed");
        state.Ops.Select(o => o.Status).ShouldBe([null, ShotStatus.NeedsReview, null, ShotStatus.Ok]);
        state.ExpiresAt.ShouldBe(world.Time.GetUtcNow() + new ShotsOptions().RetentionAfterEnd);
        ShotTimeline.Of(state).Select(e => e.Event).ShouldBe(
            ["dispatched", "generated", "verdict", "decision", "reviewed", "dispatched", "generated", "verdict", "decision"]);
        ShotTimeline.Of(state)[4].Detail.ShouldBe("by Ida: the hands; 2.5 US dollars more; new prompt: Mara waits at the quay");
        state.Ops.Select(o => o.Kind).ShouldBe(["started", "completed", "started", "completed"]);
        state.Ops.Select(o => o.OpId).Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_round_that_needs_a_person_again_has_a_review_of_its_own()
    {
        await using var world = await StartAsync(failing: 2);
        await world.Bus.Publish(Decision(ReviewDecision.Reroll));

        var end = await world.EndOfRoundAsync(Shot, 2);
        end.Status.ShouldBe(ShotStatus.NeedsReview);
        end.ReviewQueueId.ShouldBe(SecondReview);
        await world.UntilAsync(() => world.ReviewsAsync(Shot).Result.Count == 2, "both entries");
        await world.StateUntilAsync(Shot, s => s is { CurrentState: "AwaitingReview", Round: 2 });

        await world.Bus.Publish(Decision(ReviewDecision.Approve));
        await world.Bus.Publish(Decision(ReviewDecision.Reject, SecondReview));
        (await world.StateUntilAsync(Shot, s => s.CurrentState is "Approved" or "Rejected")).CurrentState.ShouldBe("Rejected", "the first round's review is decided already");
    }

    [Fact]
    public async Task The_same_decision_again_begins_no_further_round()
    {
        await using var world = await StartAsync(failing: 2);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Bus.Publish(Decision(ReviewDecision.Reroll))));
        await world.EndOfRoundAsync(Shot, 2);
        await world.StateUntilAsync(Shot, s => s is { CurrentState: "AwaitingReview", Round: 2 });
        await world.Bus.Publish(Decision(ReviewDecision.Reroll));
        await world.Bus.Publish(Decision(ReviewDecision.Reroll, SecondReview));

        (await world.EndOfRoundAsync(Shot, 3)).Status.ShouldBe(ShotStatus.Ok);
        world.Dispatched.Count.ShouldBe(3);
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.12m);
    }

    [Fact]
    public async Task Beyond_the_most_attempts_it_gives_exactly_one()
    {
        await using var world = await new ShotWorld { Critic = take => ShotWorld.Failed(take, FailureMode.MotionFailure) }.StartAsync();
        var shot = Shot with { Policy = PolicyName.Seed };
        await world.Bus.Publish(shot);
        (await world.EndOfAsync(shot)).Status.ShouldBe(ShotStatus.AttemptsExhausted);
        await world.StateUntilAsync(shot, s => s.CurrentState == "AwaitingReview");

        await world.Bus.Publish(Decision(ReviewDecision.Reroll));

        var end = await world.EndOfRoundAsync(shot, 2);
        end.Status.ShouldBe(ShotStatus.AttemptsExhausted);
        end.Attempts.ShouldBe(5);
        end.ReviewQueueId.ShouldBe(SecondReview);
        world.Dispatched.Select(d => d.TakeId).Distinct().Count().ShouldBe(5);
        (await world.BalanceAtRestAsync(shot)).Spent.ShouldBe(0.20m);
    }

    [Theory]
    [InlineData(0, ShotStatus.BudgetExhaustedSuccess)]
    [InlineData(0.04, ShotStatus.Ok)]
    public async Task The_money_that_the_person_adds_is_what_it_may_cost_more(double extra, ShotStatus expected)
    {
        var shot = Shot with { ShotCap = 0.04m, EpisodeCap = 0.04m };
        await using var world = await StartAsync(shot);

        await world.Bus.Publish(Decision(ReviewDecision.Reroll) with { ExtraBudget = (decimal)extra });

        var end = await world.EndOfRoundAsync(shot, 2);
        end.Status.ShouldBe(expected);
        await world.BalanceAtRestAsync(shot, b => b.Spent == end.CostUsd);
    }

    [Fact]
    public async Task A_prompt_that_was_edited_may_be_softened_again()
    {
        await using var world = await new ShotWorld
        {
            Softener = new Replacing(),
            Generator = take => take.Prompt.Contains("kni", StringComparison.Ordinal) || take.Attempt == 2
                ? ShotWorld.Made(take) with { Success = false, Error = "content_filter: refused", ErrorKind = ErrorKind.ContentFilter, Output = null, Cost = 0 }
                : ShotWorld.Made(take),
        }.StartAsync();
        var shot = Shot with { Prompt = "a knife" };
        await world.Bus.Publish(shot);
        await world.StateUntilAsync(shot, s => s.CurrentState == "AwaitingReview");

        await world.Bus.Publish(Decision(ReviewDecision.Reroll) with { EditedPrompt = "two knives" });

        (await world.EndOfRoundAsync(shot, 2)).Status.ShouldBe(ShotStatus.Ok);
        world.Dispatched.Select(d => d.Prompt).ShouldBe(["a knife", "a spoon", "two knives", "two spoons"]);
    }

    private sealed class Replacing : ISoftener
    {
        public bool IsEligible(string model) => true;

        public SoftenResult Soften(string prompt, string shotId, string model) =>
            new() { Prompt = prompt.Replace("knives", "spoons", StringComparison.Ordinal).Replace("knife", "spoon", StringComparison.Ordinal), Version = "test" };
    }
}

public sealed class When_a_decision_cannot_be_acted_on : ReviewTests
{
    [Fact]
    public async Task The_shot_stays_as_it_ended_with_a_note_and_may_be_decided_on()
    {
        await using var world = await StartAsync(sendsWhatIsRefused: true);

        await world.Bus.Publish(Decision(ReviewDecision.Reroll) with { ExtraBudget = -1 });

        var state = await world.StateUntilAsync(Shot, s => s.Notes.Exists(e => e.Event == "review_failed"));
        state.CurrentState.ShouldBe("AwaitingReview");
        state.Round.ShouldBe(1);
        ShotTimeline.Of(state)[^1].Detail!.ShouldContain("Give 0 or more");
        world.Closed.ShouldBeEmpty();

        await world.Bus.Publish(Decision(ReviewDecision.Approve));
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Approved");
    }

    [Fact]
    public async Task One_on_an_unknown_shot_is_dropped()
    {
        await using var world = await new ShotWorld().StartAsync();

        await world.Bus.Publish(Decision(ReviewDecision.Reroll));
        await world.Bus.Publish(Shot);

        (await world.EndOfAsync(Shot)).Status.ShouldBe(ShotStatus.Ok);
        await world.Bus.Publish(Decision(ReviewDecision.Reroll));
        await world.Bus.Publish(Shot);
        await world.UntilAsync(() => world.Ended.Count == 2, "the end published again");
        world.Dispatched.Count.ShouldBe(1);
        (await world.StateUntilAsync(Shot, _ => true)).CurrentState.ShouldBe("Completed");
    }
}

public sealed class When_nobody_knows_whether_a_take_was_bought : ReviewTests
{
    private static GenerationCompleted Unknown(GenerateTake take) => new()
    {
        CorrelationId = take.CorrelationId,
        TakeId = take.TakeId,
        Success = false,
        Cost = 0,
        ErrorKind = ErrorKind.OutcomeUnknown,
        Error = "outcome_unknown: the provider did not answer",
    };

    [Theory]
    [InlineData(PolicyName.Default)]
    [InlineData(PolicyName.Seed)]
    public async Task A_person_finds_out_and_its_money_stays_reserved_until_then(PolicyName policy)
    {
        await using var world = await StartUnknownAsync(Shot with { Policy = policy });

        var end = await world.EndOfAsync(Shot);
        (end.Status, end.Attempts, end.CostUsd).ShouldBe((ShotStatus.NeedsReview, 1, 0));
        var review = (await Eventually.GetAsync(() => world.ReviewsAsync(Shot), reviews => reviews.Count == 1))[0].Request;
        review.Reason.ShouldBe(ReviewReason.OutcomeUnknown);
        review.Attempts.ShouldHaveSingleItem().ProviderError.ShouldBe("outcome_unknown: the provider did not answer");
        await world.UntilAsync(() => world.Handled(reservation => reservation.Lease == new ShotsOptions().RetentionForReview) >= 1, "the longer reservation");
        world.Time.Advance(new ShotsOptions().ReservationLease + TimeSpan.FromDays(1));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        (await world.BalanceAsync(Shot)).Reserved.ShouldBe(0.04m);
    }

    [Fact]
    public async Task What_it_cost_is_charged_when_a_person_says_so()
    {
        await using var world = await StartUnknownAsync(Shot);

        await world.Bus.Publish(Decision(ReviewDecision.Reject) with { ChargedUsd = 0.035m });

        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.035m);
        var state = await world.StateUntilAsync(Shot, s => s.CurrentState == "Rejected");
        state.Takes.Cost().ShouldBe(KnownCost.Reported(0.035m));
    }

    [Fact]
    public async Task Nothing_charged_sets_its_money_free_and_a_reroll_buys_another()
    {
        await using var world = await StartUnknownAsync(Shot);

        await world.Bus.Publish(Decision(ReviewDecision.Reroll) with { ChargedUsd = 0 });

        var end = await world.EndOfRoundAsync(Shot, 2);
        (end.Status, end.CostUsd).ShouldBe((ShotStatus.Ok, 0.04m));
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.04m);
    }

    [Fact]
    public async Task A_bill_that_comes_after_all_is_charged()
    {
        await using var world = await StartUnknownAsync(Shot);

        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.First()));

        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.04m);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.02)]
    public async Task Said_again_it_is_still_unknown_and_its_money_stays_reserved(double known)
    {
        await using var world = await StartUnknownAsync(Shot);

        await world.PublishAndTakeInAsync(Unknown(world.Dispatched.First()) with { Cost = (decimal)known });

        var state = await world.StateUntilAsync(Shot, _ => true);
        state.Takes.ShouldHaveSingleItem().ChargedCost.ShouldBeNull();
        world.Settlements.ShouldBeEmpty();
        (await world.BalanceAsync(Shot)).Reserved.ShouldBe(0.04m);
    }

    [Fact]
    public async Task Also_for_a_shot_that_is_being_cancelled()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.UntilAsync(() => world.Dispatched.Count == 1, "the dispatch");
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Generating");
        var take = world.Dispatched.First();
        await world.BeginInLedgerAsync(take);
        await world.Bus.Publish(new CancelShot { Project = Shot.Project, RunId = Shot.RunId, ShotId = Shot.ShotId, By = "Ida" });
        await world.StateUntilAsync(Shot, s => s.Cancelling is not null);

        await world.Bus.Publish(Unknown(take));

        (await world.EndOfAsync(Shot)).Status.ShouldBe(ShotStatus.NeedsReview);
        (await world.BalanceAsync(Shot)).Reserved.ShouldBe(0.04m);
    }

    private static async Task<ShotWorld> StartUnknownAsync(ShotRequested shot)
    {
        var world = new ShotWorld { Generator = take => take.Attempt == 1 ? Unknown(take) : ShotWorld.Made(take) };
        await world.StartAsync();
        await world.Bus.Publish(shot);
        await world.StateUntilAsync(shot, s => s.CurrentState == "AwaitingReview");
        return world;
    }
}

public sealed class When_there_is_no_take_to_approve : ReviewTests
{
    [Fact]
    public async Task One_that_a_person_made_is_approved_at_no_cost()
    {
        await using var world = await RefusedAsync();
        var before = (await world.BalanceAtRestAsync(Shot)).Spent;

        await world.Bus.Publish(Decision(ReviewDecision.Approve) with { SuppliedOutput = "painted.png" });
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Approved");

        await world.UntilAsync(() => world.Closed.Any(closed => closed.OutputPath == "painted.png"), "the closed review");
        var record = await world.Archive.FindAsync(Shot.Project, Shot.RunId, Shot.ShotId, default);
        (record!.Result!.OutputPath, record.Result.Status).ShouldBe(("painted.png", ShotStatus.NeedsReview));
        record.Timeline.ShouldContain(entry => entry.Event == "reviewed" && entry.Detail!.Contains("painted.png", StringComparison.Ordinal));
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(before);
    }

    [Fact]
    public async Task An_approval_changes_nothing_and_a_rejection_counts()
    {
        await using var world = await RefusedAsync();

        await world.Bus.Publish(Decision(ReviewDecision.Approve));
        var state = await world.StateUntilAsync(Shot, s => s.Notes.Exists(note => note.Event == "review_failed"));
        state.CurrentState.ShouldBe("AwaitingReview");

        await world.Bus.Publish(Decision(ReviewDecision.Reject));
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Rejected");
    }

    private static async Task<ShotWorld> RefusedAsync()
    {
        var world = await new ShotWorld
        {
            Generator = take => new GenerationCompleted
            {
                CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = false, Cost = 0, ErrorKind = ErrorKind.ContentFilter, Error = "content_filter: refused",
            },
        }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, s => s.CurrentState == "AwaitingReview");
        return world;
    }
}
