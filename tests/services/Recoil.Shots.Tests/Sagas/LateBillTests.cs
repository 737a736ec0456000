using Recoil.Contracts;

namespace Recoil.Shots.Tests.Sagas;

/// <summary>A bill that comes after its take was settled for less counts wherever the shot's cost does.</summary>
public abstract class LateBillTests
{
    private protected static readonly ShotRequested Shot = ShotWorld.Shot();

    private protected static Guid FirstTake => ShotIdentity.OfTake(ShotWorld.IdOf(Shot), 1, 1);

    private protected static GenerationCompleted Bill(decimal cost, ShotRequested? shot = null) => new()
    {
        CorrelationId = ShotWorld.IdOf(shot ?? Shot),
        TakeId = ShotIdentity.OfTake(ShotWorld.IdOf(shot ?? Shot), 1, 1),
        Success = true,
        Output = "late.png",
        Cost = cost,
    };

    private protected static ReviewDecided Reroll => new()
    {
        CorrelationId = ShotWorld.IdOf(Shot),
        ReviewId = ShotIdentity.OfReview(ShotWorld.IdOf(Shot)),
        Decision = ReviewDecision.Reroll,
        By = "Ida",
        At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
    };

    private protected static async Task<decimal> CostUntilAsync(ShotWorld world, ShotRequested shot, decimal cost)
    {
        await world.UntilAsync(() => CostOf(world, shot) >= cost, $"a cost of {cost}");
        return CostOf(world, shot);
    }

    private protected static async Task LateAsync(ShotWorld world, ShotRequested shot) =>
        await world.UntilAsync(() => RecordOf(world, shot).Timeline.Any(entry => entry.Event == "late"), "the late bill");

    private protected static decimal CostOf(ShotWorld world, ShotRequested shot) => RecordOf(world, shot).Cost.Usd;

    private protected static ShotRecord RecordOf(ShotWorld world, ShotRequested shot) =>
        world.Archive.FindAsync(shot.Project, shot.RunId, shot.ShotId, default).Result!;
}

public sealed class When_a_take_comes_after_its_timeout : LateBillTests
{
    [Fact]
    public async Task Its_bill_raises_what_the_shot_costs_at_its_end()
    {
        await using var world = await StartSecondAttemptAsync(Shot);

        await world.Bus.Publish(Bill(0.50m));
        await LateAsync(world, Shot);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Last()));

        var end = await world.EndOfAsync(Shot);
        end.CostUsd.ShouldBe(0.54m);
        CostOf(world, Shot).ShouldBe(0.54m);
        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.54m)).Spent.ShouldBe(0.54m);
    }

    [Fact]
    public async Task The_shot_cap_sees_it()
    {
        var shot = Shot with { ShotCap = 0.55m };
        await using var world = await StartSecondAttemptAsync(shot, failing: FailureMode.MotionFailure);

        await world.Bus.Publish(Bill(0.50m));
        await LateAsync(world, shot);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Last()));

        var end = await world.EndOfAsync(shot);
        end.Status.ShouldBe(ShotStatus.BudgetExhaustedSuccess);
        end.CostUsd.ShouldBe(0.54m);
        world.Reservations.Last().ShotSpent.ShouldBe(0.54m);
        world.Dispatched.Count.ShouldBe(2);
    }

    /// <summary>The first take's generator has failed, the second take is awaited.</summary>
    private static async Task<ShotWorld> StartSecondAttemptAsync(ShotRequested shot, FailureMode? failing = null)
    {
        var world = await new ShotWorld
        {
            Generator = _ => null,
            Critic = take => failing is { } mode ? ShotWorld.Failed(take, mode) : ShotWorld.Passed(take),
        }.StartAsync();
        await world.Bus.Publish(shot);
        await world.StateUntilAsync(shot, s => s.CurrentState == "Generating");
        await world.UntilAsync(() => world.Dispatched.Count == 1, "the dispatch");
        await world.FailGenerationAsync(world.Dispatched.First());
        await world.UntilAsync(() => world.Dispatched.Count == 2, "the second attempt");
        await world.StateUntilAsync(shot, s => s is { CurrentState: "Generating", Routing.Attempt: 2 });
        return world;
    }
}

public sealed class When_a_take_turns_out_dearer_while_it_is_judged : LateBillTests
{
    [Fact]
    public async Task The_end_has_what_it_really_cost()
    {
        CritiqueTake? critique = null;
        await using var world = await new ShotWorld
        {
            Critic = take =>
            {
                critique = take;
                return null;
            },
        }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.UntilAsync(() => critique is not null, "the critique");
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Critiquing");

        await world.Bus.Publish(Bill(0.07m));
        await LateAsync(world, Shot);
        await world.Bus.Publish(ShotWorld.Passed(critique!));

        (await world.EndOfAsync(Shot)).CostUsd.ShouldBe(0.07m);
    }
}

public sealed class When_a_bill_comes_after_the_end : LateBillTests
{
    [Fact]
    public async Task The_shot_costs_more_while_its_terminal_event_stays()
    {
        await using var world = await new ShotWorld().StartAsync();
        await world.Bus.Publish(Shot);
        await world.EndOfAsync(Shot);

        await world.Bus.Publish(Bill(0.54m));

        (await CostUntilAsync(world, Shot, 0.54m)).ShouldBe(0.54m);
        RecordOf(world, Shot).Result!.CostUsd.ShouldBe(0.04m);
        world.Ended.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_bill_again_and_a_lower_one_change_nothing()
    {
        await using var world = await new ShotWorld().StartAsync();
        await world.Bus.Publish(Shot);
        await world.EndOfAsync(Shot);

        await world.Bus.Publish(Bill(0.54m));
        await CostUntilAsync(world, Shot, 0.54m);
        await world.Bus.Publish(Bill(0.54m));
        await world.Bus.Publish(Bill(0.30m));
        await world.Bus.Publish(Bill(0.60m));

        (await CostUntilAsync(world, Shot, 0.60m)).ShouldBe(0.60m);
        RecordOf(world, Shot).Timeline.Count(entry => entry.Event == "late").ShouldBe(2);
        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.60m)).Spent.ShouldBe(0.60m);
    }

    [Fact]
    public async Task A_later_round_counts_it_in_its_reservation_and_in_its_end()
    {
        await using var world = await new ShotWorld
        {
            Critic = take => take.Output.Contains("a1", StringComparison.Ordinal) ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take),
        }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, s => s.CurrentState == "AwaitingReview");
        await world.Bus.Publish(Bill(0.54m));
        await LateAsync(world, Shot);

        await world.Bus.Publish(Reroll);

        var end = await world.EndOfRoundAsync(Shot, 2);
        end.CostUsd.ShouldBe(0.58m);
        world.Reservations.Last().ShotSpent.ShouldBe(0.54m);
        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.58m)).Spent.ShouldBe(0.58m);
    }

    [Fact]
    public async Task A_cancelled_shot_costs_what_its_take_cost_after_all()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.UntilAsync(() => world.Dispatched.Count == 1, "the dispatch");
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Generating");
        await world.BeginInLedgerAsync(world.Dispatched.First());
        await world.Bus.Publish(new CancelShot { Project = Shot.Project, RunId = Shot.RunId, ShotId = Shot.ShotId, By = "Ida" });
        await world.StateUntilAsync(Shot, s => s.Cancelling is not null);
        await world.Bus.Publish(ShotWorld.Broken(world.Dispatched.First()));
        await world.EndOfAsync(Shot);

        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.First()));

        (await CostUntilAsync(world, Shot, 0.04m)).ShouldBe(0.04m);
    }
}

public sealed class When_a_bill_of_a_runs_shot_comes_late : LateBillTests
{
    private static readonly RunRequested s_run = new()
    {
        Project = Shot.Project,
        RunId = Shot.RunId,
        EpisodeId = "E01",
        Model = "model",
        EpisodeCap = 100,
        ShotCap = 10,
        MaxParallel = 2,
        Shots = [new ShotFields { ShotId = "SH010", Prompt = "a pier" }, new ShotFields { ShotId = "SH020", Prompt = "a quay" }],
    };

    [Fact]
    public async Task A_run_under_way_counts_it_in_its_end()
    {
        await using var world = await new ShotWorld { Generator = take => take.ShotId == "SH010" ? ShotWorld.Made(take) : null }.StartAsync();
        await world.Bus.Publish(s_run);
        await world.EndOfAsync(Shot);
        await world.UntilAsync(() => world.Dispatched.Any(take => take.ShotId == "SH020"), "the dispatch of the other shot");
        await world.RunUntilAsync(s_run.Project, s_run.RunId, run => run.Shots[0].Status is not null);

        await world.Bus.Publish(Bill(0.54m));
        await world.RunUntilAsync(s_run.Project, s_run.RunId, run => run.Shots[0].Cost.Usd == 0.54m);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Single(take => take.ShotId == "SH020")));

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the run's end");
        world.RunsEnded.Single().CostUsd.ShouldBe(0.58m);
    }

    [Fact]
    public async Task A_run_that_is_over_costs_more_while_its_terminal_event_stays()
    {
        await using var world = await new ShotWorld().StartAsync();
        await world.Bus.Publish(s_run);
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the run's end");

        await world.Bus.Publish(Bill(0.54m));

        var run = await world.RunUntilAsync(s_run.Project, s_run.RunId, run => run.Shots[0].Cost.Usd == 0.54m);
        run.State.Result!.CostUsd.ShouldBe(0.08m);
        world.RunsEnded.Count.ShouldBe(1);
    }
}
