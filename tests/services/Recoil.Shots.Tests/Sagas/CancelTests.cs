using MassTransit;
using Recoil.Contracts;

namespace Recoil.Shots.Tests.Sagas;

public abstract class CancelTests
{
    private protected static readonly ShotRequested Shot = ShotWorld.Shot();

    protected static CancelShot Cancel(string shotId = "SH010") => new() { Project = Shot.Project, RunId = Shot.RunId, ShotId = shotId, By = "Ida", Reason = "another cut" };

    private protected static async Task<ShotCompleted> ShouldEndCancelledAsync(ShotWorld world, decimal cost, string? output)
    {
        var end = await world.EndOfAsync(Shot);
        end.Status.ShouldBe(ShotStatus.Cancelled);
        end.FailureMode.ShouldBeNull();
        end.ReviewQueueId.ShouldBeNull();
        end.OutputPath.ShouldBe(output);
        end.CostUsd.ShouldBe(cost);
        (await world.BalanceAtRestAsync(Shot, b => b.Spent == cost)).Spent.ShouldBe(cost);
        var state = await world.StateUntilAsync(Shot, s => s.CurrentState == "Completed");
        var note = state.Notes.FindLast(e => e.Event == "cancelled");
        note.ShouldNotBeNull().Detail.ShouldBe("by Ida: another cut");
        note.Rule.ShouldBe("cancelled");
        state.StepTimer.ShouldBeNull();
        return end;
    }
}

public sealed class When_a_shot_is_cancelled_before_it_has_money : CancelTests
{
    [Fact]
    public async Task It_ends_at_once_and_money_that_comes_late_goes_back()
    {
        await using var world = await new ShotWorld { WithBudgetService = false }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.UntilAsync(() => world.Reservations.Count == 1, "the reservation");
        await world.StateUntilAsync(Shot, s => s.CurrentState == "ReservingBudget");

        await world.Bus.Publish(Cancel());

        var end = await ShouldEndCancelledAsync(world, cost: 0, output: null);
        end.Takes.ShouldBe(0);
        var state = await world.StateUntilAsync(Shot, _ => true);
        var reservation = world.Reservations.First();
        state.Takes.ShouldHaveSingleItem().ChargedCost.ShouldBe(0);
        state.Takes[0].Id.ShouldBe(reservation.ReservationId);

        await world.Bus.Publish(new BudgetReserved { CorrelationId = reservation.CorrelationId, ReservationId = reservation.ReservationId });
        await world.Bus.Publish(Shot);
        await world.UntilAsync(() => world.Ended.Count == 2, "the end published again");
        world.Dispatched.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reservation_that_reaches_the_budget_service_after_it_reserves_nothing()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Generating");
        await world.Bus.Publish(Cancel());
        await ShouldEndCancelledAsync(world, cost: 0, output: null);

        var reservation = world.Reservations.First();
        await world.Bus.Publish(reservation);
        var other = NewId.NextGuid();
        await world.Bus.Publish(reservation with { ReservationId = other });

        await world.UntilAsync(() => world.Settlements.Any(s => s.ReservationId == other), "the released reservation");
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0);
    }
}

public sealed class When_a_shot_is_cancelled_while_its_take_is_made : CancelTests
{
    [Fact]
    public async Task One_that_no_generator_has_begun_is_never_begun()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await StartMakingAsync(world);

        await world.Bus.Publish(Cancel());

        await ShouldEndCancelledAsync(world, cost: 0, output: null);
        var record = (await world.Takes.FindAsync(world.Dispatched.First().TakeId, default)).ShouldNotBeNull();
        record.Result.ShouldNotBeNull().Cost.ShouldBe(0);

        // The generator comes to the command at last, and answers what it finds.
        await world.Bus.Publish(record.Result);
        await world.Bus.Publish(Shot);
        await world.UntilAsync(() => world.Ended.Count == 2, "the end published again");
        (await world.StateUntilAsync(Shot, _ => true)).Notes.ShouldNotContain(e => e.Event == "late", "it is no news");
    }

    [Fact]
    public async Task One_that_was_begun_is_waited_for_paid_and_kept_but_not_judged()
    {
        var judged = 0;
        await using var world = await new ShotWorld
        {
            Generator = _ => null,
            Critic = take =>
            {
                Interlocked.Increment(ref judged);
                return ShotWorld.Passed(take);
            },
        }.StartAsync();
        var take = await StartMakingAsync(world, begun: true);

        await world.Bus.Publish(Cancel());
        var state = await world.StateUntilAsync(Shot, s => s.Cancelling is not null);
        ShotTimeline.Of(state)[^1].Event.ShouldBe("cancelling");
        state.StepTimer.ShouldNotBeNull("the lease still runs");
        world.Ended.ShouldBeEmpty();
        await world.Bus.Publish(Cancel());
        await world.Bus.Publish(ShotWorld.Made(take));

        var end = await ShouldEndCancelledAsync(world, cost: 0.04m, output: "SH010_a1t1.png");
        end.Takes.ShouldBe(1);
        judged.ShouldBe(0);
        world.Ended.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_whose_result_never_comes_is_looked_up_after_the_timeout()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        var take = await StartMakingAsync(world);
        var claim = await world.BeginInLedgerAsync(take);
        await world.Bus.Publish(Cancel());
        await world.StateUntilAsync(Shot, s => s.Cancelling is not null);
        await world.Takes.EndAsync(claim, ShotWorld.Made(take), world.Time.GetUtcNow(), default);

        world.Time.Advance(new ShotsOptions().GenerationTimeout + TimeSpan.FromSeconds(1));

        await ShouldEndCancelledAsync(world, cost: 0.04m, output: "SH010_a1t1.png");
    }

    [Fact]
    public async Task One_whose_submit_made_no_job_after_all_is_cancelled_after_the_timeout()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        var claim = await world.BeginInLedgerAsync(await StartMakingAsync(world));
        await world.Bus.Publish(Cancel());
        await world.StateUntilAsync(Shot, s => s.Cancelling is not null);
        await world.Takes.UndoSubmitAsync(claim, default);

        world.Time.Advance(new ShotsOptions().GenerationTimeout + TimeSpan.FromSeconds(1));

        await ShouldEndCancelledAsync(world, cost: 0, output: null);
        (await world.Takes.BeginSubmitAsync(claim, world.Time.GetUtcNow(), world.Time.GetUtcNow(), default)).ShouldBeFalse("nothing is bought for it");
    }

    [Fact]
    public async Task One_that_a_machine_failed_to_make_costs_nothing_until_it_comes_after_all()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        var take = await StartMakingAsync(world, begun: true);
        await world.Bus.Publish(Cancel());
        await world.StateUntilAsync(Shot, s => s.Cancelling is not null);
        await world.Bus.Publish(ShotWorld.Broken(take));
        var end = await ShouldEndCancelledAsync(world, cost: 0, output: null);

        await world.Bus.Publish(ShotWorld.Made(take));

        (await world.BalanceAtRestAsync(Shot, b => b.Spent == 0.04m)).Spent.ShouldBe(0.04m);
        var state = await world.StateUntilAsync(Shot, s => s.Notes.Exists(e => e.Event == "late"));
        state.Result!.Status.ShouldBe(end.Status, "a late success overwrites nothing");
        world.Ended.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_a_worker_has_is_waited_for_when_a_repeated_command_cannot_be_handled()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        var take = await StartMakingAsync(world, begun: true);
        await world.Bus.Publish(Cancel());
        await world.StateUntilAsync(Shot, s => s.Cancelling is not null);

        await world.FailGenerationAsync(take);
        await world.StateUntilAsync(Shot, s => s.Notes.Exists(note => note.Event == "looked_up"));
        world.Ended.ShouldBeEmpty();
        await world.Bus.Publish(ShotWorld.Made(take));

        await ShouldEndCancelledAsync(world, cost: 0.04m, output: ShotWorld.Made(take).Output);
    }

    [Fact]
    public async Task Requested_again_it_requests_what_was_bought_and_buys_nothing()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        var take = await StartMakingAsync(world, begun: true);
        await world.Bus.Publish(Cancel());
        await world.StateUntilAsync(Shot, s => s.Cancelling is not null);

        await world.Bus.Publish(Shot);

        await world.UntilAsync(() => world.Dispatched.Count == 2, "the command again");
        var again = world.Dispatched.Last();
        again.TakeId.ShouldBe(take.TakeId);
        again.OnlyIfBought.ShouldBeTrue();
        await world.Bus.Publish(ShotWorld.Made(take));
        await ShouldEndCancelledAsync(world, cost: 0.04m, output: "SH010_a1t1.png");
    }

    private static async Task<GenerateTake> StartMakingAsync(ShotWorld world, bool begun = false)
    {
        await world.Bus.Publish(Shot);
        await world.UntilAsync(() => world.Dispatched.Count == 1, "the dispatch");
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Generating");
        var take = world.Dispatched.First();
        if (begun)
            await world.BeginInLedgerAsync(take);
        return take;
    }
}

public sealed class When_a_shot_is_cancelled_while_its_take_is_judged : CancelTests
{
    [Fact]
    public async Task It_ends_at_once_with_the_take_paid_and_kept()
    {
        CritiqueTake? asked = null;
        await using var world = await new ShotWorld
        {
            Critic = take =>
            {
                asked = take;
                return null;
            },
        }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.UntilAsync(() => asked is not null, "the question");
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Critiquing");

        await world.Bus.Publish(Cancel());
        var end = await ShouldEndCancelledAsync(world, cost: 0.04m, output: "SH010_a1t1.png");
        end.Takes.ShouldBe(1);

        await world.Bus.Publish(ShotWorld.Passed(asked!));
        (await world.StateUntilAsync(Shot, s => s.Notes.Exists(e => e.Event == "late"))).Result!.Status.ShouldBe(ShotStatus.Cancelled);
        world.Ended.Count.ShouldBe(1);
    }
}

public sealed class When_a_shot_is_cancelled_after_its_end : CancelTests
{
    [Fact]
    public async Task It_stays_as_it_is()
    {
        await using var world = await new ShotWorld().StartAsync();
        await world.Bus.Publish(Shot);
        await world.EndOfAsync(Shot);

        await world.Bus.Publish(Cancel());
        await world.Bus.Publish(Shot);

        await world.UntilAsync(() => world.Ended.Count == 2, "the end published again");
        world.Ended.ShouldAllBe(e => e.Status == ShotStatus.Ok);
    }
}

public sealed class When_a_shot_is_cancelled_before_its_request : CancelTests
{
    [Fact]
    public async Task It_has_ended_and_a_later_request_gets_that_end()
    {
        await using var world = await new ShotWorld().StartAsync();

        await world.Bus.Publish(Cancel());
        var end = await world.EndOfAsync(Shot);
        end.Status.ShouldBe(ShotStatus.Cancelled);
        (end.Attempts, end.Takes, end.CostUsd).ShouldBe((0, 0, 0m));
        await world.Bus.Publish(Cancel());
        await world.Bus.Publish(Shot);

        await world.UntilAsync(() => world.Ended.Count == 2, "the end published again");
        world.Ended.ShouldAllBe(e => e.Status == ShotStatus.Cancelled && e.CorrelationId == ShotWorld.IdOf(Shot));
        world.Reservations.ShouldBeEmpty();
        world.Dispatched.ShouldBeEmpty();
    }
}

public sealed class When_a_reroll_is_cancelled : CancelTests
{
    [Fact]
    public async Task Its_round_ends_cancelled_with_what_was_held_before()
    {
        await using var world = await new ShotWorld
        {
            GeneratorKeepsLedger = true,
            Generator = take => take.Attempt == 1 ? ShotWorld.Made(take) : null,
            Critic = take => ShotWorld.Failed(take, FailureMode.Unknown),
        }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, s => s.CurrentState == "AwaitingReview");
        await world.Bus.Publish(new ReviewDecided
        {
            CorrelationId = ShotWorld.IdOf(Shot),
            ReviewId = ShotIdentity.OfReview(ShotWorld.IdOf(Shot)),
            Decision = ReviewDecision.Reroll,
            By = "Ida",
            At = world.Time.GetUtcNow(),
        });
        await world.UntilAsync(() => world.Dispatched.Count == 2, "the dispatch of the second round");
        await world.StateUntilAsync(Shot, s => s.CurrentState == "Generating");

        var last = world.Dispatched.Last();
        await Eventually.GetAsync(() => world.Takes.FindAsync(last.TakeId, default), r => r is not null, TimeSpan.FromSeconds(20));

        await world.Bus.Publish(Cancel());
        await world.StateUntilAsync(Shot, s => s.Cancelling is not null);
        await world.Bus.Publish(ShotWorld.Made(last) with { Success = false, Output = null, Cost = 0, Error = "refused" });

        var end = await world.EndOfRoundAsync(Shot, 2);
        end.Status.ShouldBe(ShotStatus.Cancelled);
        end.OutputPath.ShouldBe("SH010_a1t1.png");
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0.04m);
    }
}

public sealed class When_cancelling_races_with_everything : CancelTests
{
    [Fact]
    public async Task Every_shot_ends_once_and_the_ledger_says_what_the_shots_say()
    {
        const int count = 60;
        await using var world = await new ShotWorld { GeneratorKeepsLedger = true }.StartAsync();
        var shots = Enumerable.Range(0, count).Select(i => ShotWorld.Shot($"SH{i:000}")).ToList();

        await Task.WhenAll(shots.Select(async (shot, i) =>
        {
            await world.Bus.Publish(shot);
            // Spreads the cancels over the whole life of the shots.
            await world.UntilAsync(() => world.Ended.Count >= i / 2, "some ends");
            await Task.WhenAll(Enumerable.Range(0, 1 + (i % 3)).Select(_ => world.Bus.Publish(Cancel(shot.ShotId))));
        }));

        await world.UntilAsync(() => world.Ended.Count >= count, "all ends");
        world.Ended.Select(e => e.ShotId).Distinct(StringComparer.Ordinal).Count().ShouldBe(count);
        world.Ended.Count.ShouldBe(count);
        world.Ended.ShouldAllBe(e => e.Status == ShotStatus.Ok || e.Status == ShotStatus.Cancelled);
        var spent = world.Ended.Sum(e => e.CostUsd);
        (await world.BalanceAtRestAsync(shots[0], b => b.Spent == spent)).Reserved.ShouldBe(0);
        (await world.Takes.TotalAsync(ShotIdentity.BudgetScopeOf("harbour", "run"), default)).Cost.ShouldBe(KnownCost.Reported(spent));
    }
}
