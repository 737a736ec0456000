using Recoil.Contracts;
using Recoil.Storage.Takes;

namespace Recoil.Shots.Tests.Sagas;

/// <summary>What a shot costs says where it comes from, and what nobody knows is not nothing.</summary>
public abstract class CostSourceTests
{
    private protected static readonly ShotRequested Shot = ShotWorld.Shot();

    private protected static ReviewDecided Decision(ReviewDecision decision, decimal? charged) => new()
    {
        CorrelationId = ShotWorld.IdOf(Shot),
        ReviewId = ShotIdentity.OfReview(ShotWorld.IdOf(Shot)),
        Decision = decision,
        By = "Ida",
        ChargedUsd = charged,
        At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
    };

    private protected static GenerationCompleted Unknown(GenerateTake take) => new()
    {
        CorrelationId = take.CorrelationId,
        TakeId = take.TakeId,
        Success = false,
        Cost = 0,
        ErrorKind = ErrorKind.OutcomeUnknown,
        Error = "outcome_unknown: the provider did not answer",
    };

    private protected static async Task<ShotRecord> RecordAsync(ShotWorld world) =>
        (await world.Archive.FindAsync(Shot.Project, Shot.RunId, Shot.ShotId, default)).ShouldNotBeNull();
}

public sealed class When_a_take_has_no_bill : CostSourceTests
{
    [Fact]
    public async Task The_estimate_goes_with_it_to_the_end_and_counts_as_before()
    {
        await using var world = await new ShotWorld { Generator = take => ShotWorld.Made(take) with { CostSource = CostSource.Estimated } }.StartAsync();
        await world.Bus.Publish(Shot);

        KnownCost.Of(await world.EndOfAsync(Shot)).ShouldBe(KnownCost.Estimated(0.04m));
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.04m);
        world.Settlements.ShouldHaveSingleItem().CostSource.ShouldBe(CostSource.Estimated);
        var record = await RecordAsync(world);
        record.Cost.ShouldBe(KnownCost.Estimated(0.04m));
        record.Timeline.Select(entry => (entry.Event, KnownCost.Of(entry))).ShouldBe(
            [("dispatched", KnownCost.Estimated(0.04m)), ("generated", KnownCost.Estimated(0.04m)), ("verdict", null), ("decision", null)]);
    }

    [Fact]
    public async Task A_bill_that_comes_late_takes_the_estimates_place()
    {
        await using var world = await new ShotWorld { Generator = take => ShotWorld.Made(take) with { CostSource = CostSource.Estimated } }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.EndOfAsync(Shot);

        await world.PublishAndTakeInAsync(ShotWorld.Made(world.Dispatched.First()));

        (await RecordAsync(world)).Cost.ShouldBe(KnownCost.Reported(0.04m));
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.04m);
    }

    [Fact]
    public async Task A_take_of_unknown_cost_that_came_out_makes_the_shots_cost_unknown()
    {
        await using var world = await new ShotWorld { Generator = take => ShotWorld.Made(take, cost: 0) with { CostSource = CostSource.Unknown } }.StartAsync();
        await world.Bus.Publish(Shot);

        var end = await world.EndOfAsync(Shot);

        (end.Status, KnownCost.Of(end)).ShouldBe((ShotStatus.Ok, KnownCost.Unknown));
        (await RecordAsync(world)).Timeline.Single(entry => entry.Event == "generated").Cost.ShouldBeNull();
    }
}

public sealed class When_nobody_knows_what_a_take_cost : CostSourceTests
{
    [Fact]
    public async Task It_is_unknown_wherever_the_shots_cost_is_told()
    {
        await using var world = await new ShotWorld { Generator = Unknown }.StartAsync();
        await world.Bus.Publish(Shot);
        var end = await world.EndOfAsync(Shot);

        KnownCost.Of(end).ShouldBe(KnownCost.Unknown);
        end.CostSource.ShouldBe(CostSource.Unknown);
        var review = (await Eventually.GetAsync(() => world.ReviewsAsync(Shot), reviews => reviews.Count == 1)).ShouldHaveSingleItem().Request;
        (review.TotalCostUsd, review.CostSource).ShouldBe((0, CostSource.Unknown));
        var attempt = review.Attempts.ShouldHaveSingleItem();
        (attempt.Cost, attempt.CostSource).ShouldBe((null, CostSource.Unknown));
        var generated = (await RecordAsync(world)).Timeline.Single(entry => entry.Event == "generated");
        (generated.Cost, generated.CostSource).ShouldBe((null, CostSource.Unknown));
    }

    [Theory]
    [InlineData(0.035)]
    [InlineData(0)]
    public async Task It_is_known_once_a_person_has_found_it_out(double charged)
    {
        await using var world = await new ShotWorld { Generator = Unknown }.StartAsync();
        await world.Bus.Publish(RunOf(Shot));
        await world.StateUntilAsync(Shot, shot => shot.CurrentState == "AwaitingReview");
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the run's end");
        KnownCost.Of(world.RunsEnded.Single()).ShouldBe(KnownCost.Unknown);

        await world.Bus.Publish(Decision(ReviewDecision.Reject, (decimal)charged));

        var run = await world.RunUntilAsync(Shot.Project, Shot.RunId, run => run.Shots[0].Cost.Source == CostSource.Reported);
        run.Shots[0].Cost.ShouldBe(KnownCost.Reported((decimal)charged));
        var record = await RecordAsync(world);
        record.Cost.ShouldBe(KnownCost.Reported((decimal)charged));
        KnownCost.Of(record.Timeline.Single(entry => entry.Event == "reviewed")).ShouldBe(KnownCost.Reported((decimal)charged));
    }

    [Fact]
    public async Task A_run_says_that_a_part_of_its_cost_is_unknown_and_what_is_known()
    {
        await using var world = await new ShotWorld { Generator = take => take.ShotId == Shot.ShotId ? Unknown(take) : ShotWorld.Made(take, 0.12m) }.StartAsync();

        await world.Bus.Publish(RunOf(Shot, ShotWorld.Shot("SH020")));

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the run's end");
        KnownCost.Of(world.RunsEnded.Single()).ShouldBe(new KnownCost(0.12m, CostSource.Unknown));
        (await world.Archive.LookUpRunAsync(Shot.Project, Shot.RunId, default))!.Cost.ShouldBe(new KnownCost(0.12m, CostSource.Unknown));
    }

    private static RunRequested RunOf(params ShotRequested[] shots) => new()
    {
        Project = Shot.Project, RunId = Shot.RunId, EpisodeId = "E01", Model = "model", EpisodeCap = 100, ShotCap = 10,
        Shots = [.. shots.Select(shot => new ShotFields { ShotId = shot.ShotId, Prompt = shot.Prompt })],
    };
}

public sealed class When_a_shot_ends_over_a_take_that_was_asked_for : CostSourceTests
{
    [Fact]
    public async Task Crashed_it_does_not_know_what_that_take_cost_until_its_bill_comes()
    {
        await using var world = await StartCrashedAsync();
        var end = await world.EndOfAsync(Shot);

        (end.Status, KnownCost.Of(end)).ShouldBe((ShotStatus.Crashed, KnownCost.Unknown));
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0);
        var crashed = (await RecordAsync(world)).Timeline.Single(entry => entry.Event == "crashed");
        (crashed.Cost, crashed.CostSource).ShouldBe((null, CostSource.Unknown));

        await world.PublishAndTakeInAsync(ShotWorld.Made(world.Dispatched.First()));
        (await RecordAsync(world)).Cost.ShouldBe(KnownCost.Reported(0.04m));
        (await world.BalanceAtRestAsync(Shot, balance => balance.Spent == 0.04m)).Spent.ShouldBe(0.04m);
    }

    [Fact]
    public async Task A_result_that_says_it_cost_nothing_makes_that_known()
    {
        await using var world = await StartCrashedAsync();
        await world.EndOfAsync(Shot);

        await world.PublishAndTakeInAsync(ShotWorld.Broken(world.Dispatched.First()));

        var record = await RecordAsync(world);
        record.Cost.ShouldBe(KnownCost.Free);
        KnownCost.Of(record.Timeline.Single(entry => entry.Event == "late")).ShouldBe(KnownCost.Free);
    }

    [Fact]
    public async Task Cancelled_before_any_worker_began_it_cost_certainly_nothing()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, shot => shot.CurrentState == "Generating");

        await world.Bus.Publish(new CancelShot { Project = Shot.Project, RunId = Shot.RunId, ShotId = Shot.ShotId, By = "Ida" });

        var end = await world.EndOfAsync(Shot);
        (end.Status, KnownCost.Of(end)).ShouldBe((ShotStatus.Cancelled, KnownCost.Free));
    }

    [Fact]
    public async Task A_take_of_an_earlier_version_that_nobody_can_go_on_with_has_an_unknown_outcome()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, shot => shot.CurrentState == "Generating");
        await world.UntilAsync(() => world.Dispatched.Count == 1, "the dispatch");
        var take = world.Dispatched.First();
        world.FoundTake = new TakeRecord
        {
            TakeId = take.TakeId, CorrelationId = take.CorrelationId, Account = "harbour/run", QueuedAt = world.Time.GetUtcNow(), State = TakeState.Submitted, ProviderJob = "job-9",
        };

        await world.FailGenerationAsync(take);

        var end = await world.EndOfAsync(Shot);
        (end.Status, KnownCost.Of(end)).ShouldBe((ShotStatus.NeedsReview, KnownCost.Unknown));
        (await world.BalanceAsync(Shot)).Reserved.ShouldBe(0.04m);
    }

    /// <summary>The take's timeout could not be handled, while a worker may have the take.</summary>
    private static async Task<ShotWorld> StartCrashedAsync()
    {
        var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, shot => shot.CurrentState == "Generating");
        await world.UntilAsync(() => world.Dispatched.Count == 1, "the dispatch");
        world.TakesAreUnreadable = true;
        world.Time.Advance(new ShotsOptions().GenerationTimeout + TimeSpan.FromSeconds(1));
        return world;
    }
}
