using MassTransit;
using MassTransit.Events;
using MassTransit.Metadata;
using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Sagas;

/// <summary>Shots whose takes are judged by vision models: money for both is one reservation and one settlement.</summary>
public abstract class JudgedShotTests
{
    private protected static readonly ShotRequested Shot = ShotWorld.Shot() with
    {
        Judges = ["judge"], PromptSkeleton = "{who} waits", WardrobePhaseId = "w1", WardrobeDescription = "A red coat.", ShotType = "wide", CoverageContext = RawJson.Parse("""{"side":"left"}"""),
    };

    private protected static CriticVerdict Judged(CriticVerdict verdict, KnownCost cost, string? failure = null) => verdict with
    {
        Judgements = [new Judgement { Judge = "judge", Cost = cost.Usd, CostSource = cost.Source, Failure = failure }],
    };

    private protected static CriticVerdict Passed(CritiqueTake take, decimal usd = 0.01m) => Judged(ShotWorld.Passed(take), KnownCost.Computed(usd));

    private protected static async Task<ShotRecord> RecordAsync(ShotWorld world) => (await world.Archive.FindAsync(Shot.Project, Shot.RunId, Shot.ShotId, default))!;
}

public sealed class When_judges_are_named : JudgedShotTests
{
    [Fact]
    public async Task Take_and_judging_are_reserved_together_and_settled_once_after_the_verdict()
    {
        var asked = new List<CritiqueTake>();
        await using var world = await new ShotWorld
        {
            Critic = take =>
            {
                asked.Add(take);
                return Passed(take);
            },
        }.StartAsync();

        await world.Bus.Publish(Shot);

        var end = await world.EndOfAsync(Shot);
        end.Status.ShouldBe(ShotStatus.Ok);
        (end.CostUsd, end.CostSource).ShouldBe((0.05m, CostSource.Computed));
        world.Reservations.ShouldHaveSingleItem().Estimate.ShouldBe(0.04m + (2 * 0.02m), "a judge may be asked twice");
        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.05m)).Spent.ShouldBe(0.05m);
        var settled = world.Settlements.ShouldHaveSingleItem();
        (settled.ActualCost, settled.CostSource).ShouldBe((0.05m, CostSource.Computed));
        var brief = asked.ShouldHaveSingleItem().Judging.ShouldNotBeNull("judges are asked also where no identity is judged");
        brief.Judges.ShouldBe(["judge"]);
        brief.ShouldBe(new JudgingBrief
        {
            Judges = brief.Judges, Prompt = Shot.Prompt, PromptSkeleton = "{who} waits", WardrobePhaseId = "w1", WardrobeDescription = "A red coat.", ShotType = "wide",
            CoverageContext = Shot.CoverageContext,
        });
    }

    [Fact]
    public async Task The_timeline_says_what_each_judge_cost()
    {
        await using var world = await new ShotWorld { Critic = take => Passed(take) }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.EndOfAsync(Shot);

        var timeline = (await RecordAsync(world)).Timeline;

        timeline.Select(entry => (entry.Event, entry.Cost, entry.CostSource)).ShouldBe(
        [
            ("dispatched", 0.08m, CostSource.Estimated), ("generated", 0.04m, CostSource.Reported), ("judgement", 0.01m, CostSource.Computed), ("verdict", null, null),
            ("decision", null, null),
        ]);
        timeline[2].Detail.ShouldBe("judge");
    }

    [Fact]
    public async Task A_take_that_did_not_come_out_is_settled_at_once()
    {
        await using var world = await new ShotWorld { Generator = ShotWorld.Broken, Critic = take => Passed(take) }.StartAsync();

        await world.Bus.Publish(Shot);

        (await world.EndOfAsync(Shot)).CostUsd.ShouldBe(0);
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0);
    }

    [Fact]
    public async Task The_next_take_counts_what_judging_the_last_one_cost()
    {
        await using var world = await new ShotWorld
        {
            Critic = take => take.Output.Contains("t1", StringComparison.Ordinal) ? Judged(ShotWorld.Failed(take, FailureMode.MotionFailure), KnownCost.Computed(0.03m)) : Passed(take),
        }.StartAsync();

        await world.Bus.Publish(Shot with { ShotCap = 0.14m });

        var end = await world.EndOfAsync(Shot);
        end.Status.ShouldBe(ShotStatus.BudgetExhaustedSuccess, "0.07 were spent, and 0.08 more do not fit");
        end.CostUsd.ShouldBe(0.07m);
        world.Reservations.Last().ShotSpent.ShouldBe(0.07m);
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.07m);
    }

    [Fact]
    public async Task A_judge_without_a_price_is_reserved_for_like_an_unknown_model()
    {
        await using var world = await new ShotWorld { Critic = take => Passed(take) }.StartAsync();

        await world.Bus.Publish(Shot with { Judges = ["nobody"] });

        await world.EndOfAsync(Shot);
        world.Reservations.First().Estimate.ShouldBe(0.04m + (2 * CostEstimate.WithoutPrice));
        (await RecordAsync(world)).Timeline.ShouldContain(entry => entry.Event == "fallback" && entry.Detail!.Contains("nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_judges_nothing_is_said_of_them()
    {
        var asked = new List<CritiqueTake>();
        await using var world = await new ShotWorld
        {
            Critic = take =>
            {
                asked.Add(take);
                return ShotWorld.Passed(take);
            },
        }.StartAsync();

        await world.Bus.Publish(Shot with { Judges = [] });

        (await world.EndOfAsync(Shot)).CostUsd.ShouldBe(0.04m);
        asked.ShouldHaveSingleItem().Judging.ShouldBeNull();
        world.Reservations.ShouldHaveSingleItem().Estimate.ShouldBe(0.04m);
    }
}

public sealed class When_nobody_has_judged : JudgedShotTests
{
    [Fact]
    public async Task A_critic_of_an_earlier_version_that_asks_no_judges_is_no_pass()
    {
        await using var world = await new ShotWorld { Critic = ShotWorld.Passed }.StartAsync();

        await world.Bus.Publish(Shot);

        var end = await world.EndOfAsync(Shot);
        (end.Status, end.FailureMode).ShouldBe((ShotStatus.NeedsReview, FinalStates.PendingQc));
        (end.CostUsd, end.CostSource).ShouldBe((0.04m, CostSource.Reported));
        (await RecordAsync(world)).Timeline.Single(entry => entry.Event == "verdict").Detail.ShouldBe("could not be judged: the critic is of a version that asks no judges");
    }

    [Fact]
    public async Task What_a_critic_that_failed_has_spent_is_unknown_and_not_nothing()
    {
        await using var world = await new ShotWorld { Critic = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Critiquing");

        await world.Bus.Publish<Fault<CritiqueTake>>(new { Message = CritiqueOf(world), Exceptions = Array.Empty<ExceptionInfo>() });

        var end = await world.EndOfAsync(Shot);
        (end.Status, end.CostUsd, end.CostSource).ShouldBe((ShotStatus.NeedsReview, 0.04m, CostSource.Unknown));
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.04m);
    }

    [Fact]
    public async Task A_verdict_that_comes_after_a_cancellation_says_what_judging_cost()
    {
        await using var world = await new ShotWorld { Critic = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Critiquing");
        var take = CritiqueOf(world);

        await world.CancelAndTakeInAsync(Shot);

        var end = await world.EndOfAsync(Shot);
        (end.Status, end.CostUsd, end.CostSource).ShouldBe((ShotStatus.Cancelled, 0.04m, CostSource.Unknown));
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.04m);

        for (var i = 0; i < 2; i++)
            await world.Bus.Publish(Passed(take));

        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.05m)).Spent.ShouldBe(0.05m);
        var state = await world.StateUntilAsync(Shot, s => s.Notes.Count(note => note.Event == "late") == 2);
        state.Takes.Cost().ShouldBe(new KnownCost(0.05m, CostSource.Computed));
        state.Notes.Where(note => note.Event == "late").Select(note => note.Cost).ShouldBe([0.01m, null], "the same verdict again is no news");
        world.Settlements.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_bill_of_the_take_that_comes_late_leaves_what_judging_cost()
    {
        await using var world = await new ShotWorld { Critic = take => Passed(take) }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.EndOfAsync(Shot);

        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Single(), cost: 0.06m));

        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.07m)).Spent.ShouldBe(0.07m);
        (await RecordAsync(world)).Cost.Usd.ShouldBe(0.07m);
    }

    [Fact]
    public async Task A_generation_that_comes_again_while_its_take_is_judged_settles_nothing_and_a_higher_bill_counts_once()
    {
        await using var world = await new ShotWorld { Critic = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Critiquing");
        await world.PublishAndTakeInAsync(ShotWorld.Made(world.Dispatched.Single()));
        await world.PublishAndTakeInAsync(ShotWorld.Made(world.Dispatched.Single(), cost: 0.05m));
        world.Settlements.ShouldBeEmpty();

        await world.Bus.Publish(Passed(CritiqueOf(world)));

        (await world.EndOfAsync(Shot)).CostUsd.ShouldBe(0.06m);
        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.06m)).Spent.ShouldBe(0.06m);
        world.Settlements.ShouldHaveSingleItem();
        (await world.StateUntilAsync(Shot, _ => true)).Notes.ShouldNotContain(note => note.Event == "late");
    }

    [Fact]
    public async Task A_verdict_that_could_not_be_taken_in_is_paid_all_the_same()
    {
        await using var world = await new ShotWorld { Critic = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Critiquing");

        await world.FaultAsync<CriticVerdict>(new FaultEvent<CriticVerdict>(
            Passed(CritiqueOf(world)), NewId.NextGuid(), HostMetadataCache.Host, new InvalidOperationException("It broke."), MessageTypeCache<CriticVerdict>.MessageTypeNames));

        var end = await world.EndOfAsync(Shot);
        (end.Status, end.CostUsd, end.CostSource).ShouldBe((ShotStatus.Crashed, 0.05m, CostSource.Computed));
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.05m);
    }

    [Fact]
    public async Task A_verdict_on_an_earlier_take_that_comes_while_the_next_one_is_made_is_paid()
    {
        await using var world = await new ShotWorld { Generator = take => take.Attempt == 1 ? ShotWorld.Made(take) : null, Critic = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Critiquing");
        var first = CritiqueOf(world);
        await world.Bus.Publish<Fault<CritiqueTake>>(new { Message = first, Exceptions = Array.Empty<ExceptionInfo>() });
        await world.EndOfAsync(Shot);
        await world.Bus.Publish(new ReviewDecided
        {
            CorrelationId = ShotWorld.IdOf(Shot), ReviewId = ShotIdentity.OfReview(ShotWorld.IdOf(Shot)), Decision = ReviewDecision.Reroll, By = "Ida", At = world.Time.GetUtcNow(),
        });
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Generating");

        await world.Bus.Publish(Passed(first));

        var state = await world.StateUntilAsync(Shot, s => s.Notes.Exists(note => note.Event == "late"));
        state.Takes[0].Charged.ShouldBe(new KnownCost(0.05m, CostSource.Computed));
        await world.UntilAsync(() => world.Settlements.Any(settlement => settlement.ActualCost == 0.05m), "the settlement");
    }

    private static CritiqueTake CritiqueOf(ShotWorld world)
    {
        var take = world.Dispatched.Last();
        return new CritiqueTake
        {
            CorrelationId = take.CorrelationId, TakeId = take.TakeId, Project = take.Project, RunId = take.RunId, ShotId = take.ShotId, Operation = take.Operation, Output = "x.png",
            AspectRatio = take.AspectRatio, Judging = new JudgingBrief { Judges = Shot.Judges!, Prompt = take.Prompt },
        };
    }
}
