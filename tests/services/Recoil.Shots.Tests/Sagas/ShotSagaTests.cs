using MassTransit;
using Recoil.Contracts;
using Recoil.Shots.Routing;
using Recoil.Shots.Softening;
using Recoil.Storage.Takes;

namespace Recoil.Shots.Tests.Sagas;

public sealed class When_everything_goes_well
{
    [Fact]
    public async Task The_shot_ends_ok_and_every_step_is_on_its_timeline()
    {
        await using var world = await new ShotWorld().StartAsync();
        var shot = ShotWorld.Shot();

        await world.Bus.Publish(shot);

        var end = await world.EndOfAsync(shot);
        end.Status.ShouldBe(ShotStatus.Ok);
        end.OutputPath.ShouldBe("SH010_a1t1.png");
        end.CostUsd.ShouldBe(0.04m);
        (await world.BalanceAtRestAsync(shot)).Spent.ShouldBe(0.04m);
        var state = await world.StateUntilAsync(shot, s => s.Result is not null);
        ShotTimeline.Of(state).Select(e => e.Event).ShouldBe(["dispatched", "generated", "verdict", "decision"]);
        ShotTimeline.Of(state)[^1].Rule.ShouldBe("clean_pass");
        state.Ops.Select(o => o.Kind).ShouldBe(["started", "completed"]);
    }
}

public sealed class When_a_generation_is_delivered_twice
{
    [Fact]
    public async Task It_is_charged_once_and_decided_once()
    {
        await using var world = await new ShotWorld
        {
            Critic = take => take.Output.Contains("a1", StringComparison.Ordinal) ? ShotWorld.Failed(take, FailureMode.MotionFailure) : ShotWorld.Passed(take),
        }.StartAsync();
        var shot = ShotWorld.Shot() with { Policy = PolicyName.Seed };

        await world.Bus.Publish(shot);
        var end = await world.EndOfAsync(shot);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.First()));
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.First(), cost: 0.05m));

        end.Attempts.ShouldBe(2);
        var state = await world.StateUntilAsync(shot, s => s.Notes.Exists(e => e.Event == "late"));
        ShotTimeline.Of(state).Count(e => e.Event == "late").ShouldBe(1, "the same generation again is no news, a higher bill is");
        (await world.BalanceAtRestAsync(shot, b => b.Spent == 0.09m)).Spent.ShouldBe(0.09m);
        state.Result!.Status.ShouldBe(ShotStatus.Ok);
        world.Ended.Count.ShouldBe(1);
    }
}

public sealed class When_events_come_after_the_end
{
    [Fact]
    public async Task They_are_written_down_and_change_nothing()
    {
        await using var world = await new ShotWorld().StartAsync();
        var shot = ShotWorld.Shot();
        await world.Bus.Publish(shot);
        var end = await world.EndOfAsync(shot);
        var strange = NewId.NextGuid();

        await world.Bus.Publish(new CriticVerdict { CorrelationId = ShotWorld.IdOf(shot), TakeId = strange, Success = false });
        await world.Bus.Publish(new BudgetRefused { CorrelationId = ShotWorld.IdOf(shot), ReservationId = strange, RefusedBy = BudgetScope.Episode });
        await world.Bus.Publish(new GenerationCompleted
        {
            CorrelationId = ShotWorld.IdOf(shot),
            TakeId = ShotIdentity.OfTake(ShotWorld.IdOf(shot), 1, 1),
            Success = true,
            Output = "late.png",
            Cost = 0.54m,
        });

        var state = await world.StateUntilAsync(shot, s => s.Notes.Count(e => e.Event == "late") == 2);
        state.Result.ShouldBe(end with { ValidationNotes = state.Result!.ValidationNotes });
        (await world.BalanceAtRestAsync(shot, b => b.Spent == 0.54m)).Spent.ShouldBe(0.54m, "what was bought is paid, also when it comes late");
    }

    [Fact]
    public async Task A_generation_of_no_take_of_the_shot_is_not_paid()
    {
        await using var world = await new ShotWorld().StartAsync();
        var shot = ShotWorld.Shot();
        await world.Bus.Publish(shot);
        await world.EndOfAsync(shot);
        var strange = NewId.NextGuid();

        await world.Bus.Publish(new GenerationCompleted { CorrelationId = ShotWorld.IdOf(shot), TakeId = strange, Success = true, Output = "x.png", Cost = 0.5m });
        await world.Bus.Publish(new CriticVerdict { CorrelationId = ShotWorld.IdOf(shot), TakeId = strange, Success = false });

        var state = await world.StateUntilAsync(shot, s => s.Notes.Exists(e => e.Event == "late"));
        state.Takes.ShouldHaveSingleItem().ChargedCost.ShouldBe(0.04m);
        (await world.BalanceAtRestAsync(shot)).Spent.ShouldBe(0.04m);
    }

    [Fact]
    public async Task Money_reserved_too_late_goes_back()
    {
        await using var world = await new ShotWorld().StartAsync();
        var shot = ShotWorld.Shot();
        await world.Bus.Publish(shot);
        await world.EndOfAsync(shot);
        var reservation = NewId.NextGuid();

        await world.Bus.Publish(new ReserveBudget
        {
            CorrelationId = ShotWorld.IdOf(shot),
            ReservationId = reservation,
            Scope = ShotIdentity.BudgetScopeOf(shot.Project, shot.RunId),
            Estimate = 3,
            EpisodeCap = 100,
            ShotSpent = 0,
            ShotCap = 10,
            Lease = TimeSpan.FromHours(1),
        });

        await world.UntilAsync(() => world.Settlements.Any(s => s.ReservationId == reservation), "the released reservation");
        (await world.BalanceAtRestAsync(shot)).Spent.ShouldBe(0.04m);
    }
}

public sealed class When_the_same_shot_is_requested_twice
{
    [Fact]
    public async Task It_is_one_shot_and_its_end_is_published_again()
    {
        await using var world = await new ShotWorld().StartAsync();
        var shot = ShotWorld.Shot();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Bus.Publish(shot)));
        await world.EndOfAsync(shot);

        await world.Bus.Publish(shot);

        await world.UntilAsync(() => world.Ended.Count >= 2, "the end published again");
        world.Ended.Distinct().Select(e => (e.OpId, e.Status, e.CostUsd)).Distinct().ShouldHaveSingleItem();
        world.Dispatched.Select(d => d.TakeId).Distinct().ShouldHaveSingleItem();
        (await world.BalanceAtRestAsync(shot)).Spent.ShouldBe(0.04m);
    }
}

public sealed class When_a_message_is_lost
{
    [Fact]
    public async Task A_repeated_request_sends_it_again_in_every_state()
    {
        var lost = 0;
        await using var world = await new ShotWorld
        {
            Generator = take => Interlocked.Exchange(ref lost, 1) == 0 ? null : ShotWorld.Made(take),
            Critic = take => Interlocked.Exchange(ref lost, 2) == 1 ? null : ShotWorld.Passed(take),
        }.StartAsync();
        var shot = ShotWorld.Shot();
        await world.Bus.Publish(shot);
        await world.UntilAsync(() => Volatile.Read(ref lost) == 1, "the lost dispatch");
        await world.StateUntilAsync(shot, s => s.CurrentState == "Generating");

        await world.Bus.Publish(shot);
        await world.UntilAsync(() => Volatile.Read(ref lost) == 2, "the lost critique");
        await world.StateUntilAsync(shot, s => s.CurrentState == "Critiquing");

        await world.Bus.Publish(shot);
        var end = await world.EndOfAsync(shot);
        end.Status.ShouldBe(ShotStatus.Ok);
        end.Attempts.ShouldBe(1);
        (await world.BalanceAtRestAsync(shot)).Spent.ShouldBe(0.04m);
    }
}

public sealed class When_the_generator_throws
{
    [Fact]
    public async Task The_attempt_is_over_at_once_and_its_money_goes_back()
    {
        await using var world = await new ShotWorld
        {
            Generator = take => take.Attempt == 1 ? throw new InvalidOperationException("out of memory") : ShotWorld.Made(take),
        }.StartAsync();
        var shot = ShotWorld.Shot();

        await world.Bus.Publish(shot);

        var end = await world.EndOfAsync(shot);
        end.Status.ShouldBe(ShotStatus.Ok);
        end.Attempts.ShouldBe(2);
        (await world.BalanceAtRestAsync(shot)).Spent.ShouldBe(0.04m);
        ShotTimeline.Of(await world.StateUntilAsync(shot, s => s.Result is not null))
            .ShouldContain(e => e.Event == "generated" && e.Detail!.Contains("out of memory", StringComparison.Ordinal));
    }
}

public sealed class When_the_critic_throws
{
    [Fact]
    public async Task A_person_looks_because_silence_is_not_a_pass()
    {
        await using var world = await new ShotWorld { Critic = _ => throw new InvalidOperationException("no decoder") }.StartAsync();
        var shot = ShotWorld.Shot();

        await world.Bus.Publish(shot);

        var end = await world.EndOfAsync(shot);
        end.Status.ShouldBe(ShotStatus.NeedsReview);
        end.FailureMode.ShouldBe("pending_qc");
        end.OutputPath.ShouldBe("SH010_a1t1.png");
        await world.BalanceAtRestAsync(shot);
        await world.UntilAsync(() => world.ReviewsAsync(shot).Result.Count == 1, "the review entry");
    }
}

public sealed class When_a_content_filter_refuses
{
    private static GenerationCompleted Refused(GenerateTake take) =>
        ShotWorld.Made(take) with { Success = false, Error = "content_filter: refused", ErrorKind = ErrorKind.ContentFilter, Output = null, Cost = 0 };

    [Fact]
    public async Task A_harmless_prompt_is_tried_once_more_with_another_seed()
    {
        await using var world = await new ShotWorld { Generator = take => take.Attempt == 1 ? Refused(take) : ShotWorld.Made(take) }.StartAsync();
        var shot = ShotWorld.Shot() with { Prompt = "Mara waits at the pier" };

        await world.Bus.Publish(shot);

        var end = await world.EndOfAsync(shot);
        (end.Status, end.Attempts).ShouldBe((ShotStatus.Ok, 2));
        world.Dispatched.Select(take => take.Prompt).ShouldBe([shot.Prompt, shot.Prompt]);
        world.Dispatched.Select(take => take.Seed).Distinct().Count().ShouldBe(2);
        ShotTimeline.Of(await world.StateUntilAsync(shot, s => s.Result is not null))
            .ShouldContain(entry => entry.Event == "decision" && entry.Rule == Rules.HarmlessRefusal && entry.Action == "next_attempt" && entry.Attempt == 1);
    }

    [Theory]
    [InlineData("Mara waits at the pier", PolicyName.Default, 2)]
    [InlineData("Mara waits at the pier", PolicyName.Seed, 1)]
    [InlineData("a n\u200Baked ch\u00ADild", PolicyName.Default, 1)]
    public async Task A_person_is_asked_when_it_is_refused_for_good(string prompt, PolicyName policy, int attempts)
    {
        await using var world = await new ShotWorld { Generator = Refused }.StartAsync();
        var shot = ShotWorld.Shot() with { Prompt = prompt, Policy = policy };

        await world.Bus.Publish(shot);

        var end = await world.EndOfAsync(shot);
        (end.Status, end.Attempts).ShouldBe((ShotStatus.NeedsReview, attempts));
        (await world.StateUntilAsync(shot, s => s.Review is not null)).Review!.Reason.ShouldBe(ReviewReason.SoftenRetryExhausted);
    }
}

public sealed class When_something_around_the_saga_is_defective
{
    [Fact]
    public async Task The_shot_ends_crashed_with_what_is_known_kept_and_no_money_reserved()
    {
        await using var world = await new ShotWorld
        {
            Softener = new DefectiveSoftener(),
            Generator = take => ShotWorld.Made(take) with { Success = false, Error = "content_filter: refused", ErrorKind = ErrorKind.ContentFilter, Output = null, Cost = 0.01m },
        }.StartAsync();
        var shot = ShotWorld.Shot();

        await world.Bus.Publish(shot);

        var end = await world.EndOfAsync(shot);
        end.Status.ShouldBe(ShotStatus.Crashed);
        end.Attempts.ShouldBe(1);
        end.CostUsd.ShouldBe(0.01m);
        (await world.BalanceAtRestAsync(shot, b => b.Spent == 0.01m)).Spent.ShouldBe(0.01m);
        var state = await world.StateUntilAsync(shot, s => s.Result is not null);
        state.Ops[^1].Kind.ShouldBe("crashed");
        state.Ops[^1].Error!.ShouldContain("the table of rules is gone");
        ShotTimeline.Of(state)[^1].Event.ShouldBe("crashed");
    }

    private sealed class DefectiveSoftener : ISoftener
    {
        public bool IsEligible(string model) => true;

        public SoftenResult Soften(string prompt, string shotId, string model) => throw new InvalidOperationException("the table of rules is gone");
    }
}

public sealed class When_no_take_comes_for_a_while
{
    private static readonly TimeSpan s_timeout = new ShotsOptions().GenerationTimeout + TimeSpan.FromSeconds(1);

    [Fact]
    public async Task One_that_was_finished_all_the_same_is_found_in_the_ledger()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        var shot = ShotWorld.Shot();
        var take = await StartAsync(world, shot);
        await world.Takes.EndAsync(await world.BeginInLedgerAsync(take), ShotWorld.Made(take), world.Time.GetUtcNow(), default);

        world.Time.Advance(s_timeout);

        var end = await world.EndOfAsync(shot);
        end.Status.ShouldBe(ShotStatus.Ok);
        end.Attempts.ShouldBe(1);
        (await world.BalanceAtRestAsync(shot)).Spent.ShouldBe(0.04m);
    }

    [Fact]
    public async Task One_that_waits_in_the_queue_costs_no_attempt_however_long_it_waits()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        var shot = ShotWorld.Shot();
        var take = await StartAsync(world, shot);
        await world.QueueInLedgerAsync(take);

        await WaitLongAsync(world, take);

        await world.Bus.Publish(ShotWorld.Made(take));
        var end = await world.EndOfAsync(shot);
        (end.Status, end.Attempts).ShouldBe((ShotStatus.Ok, 1));
    }

    [Fact]
    public async Task One_that_a_worker_has_costs_no_attempt_however_long_it_works()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        var shot = ShotWorld.Shot();
        var take = await StartAsync(world, shot);
        await world.BeginInLedgerAsync(take);

        await WaitLongAsync(world, take);

        await world.Bus.Publish(ShotWorld.Made(take));
        var end = await world.EndOfAsync(shot);
        (end.Status, end.Attempts).ShouldBe((ShotStatus.Ok, 1));
    }

    [Fact]
    public async Task One_whose_command_was_lost_is_commanded_again_and_costs_no_attempt()
    {
        var lost = true;
        await using var world = await new ShotWorld { Generator = take => lost ? null : ShotWorld.Made(take) }.StartAsync();
        var shot = ShotWorld.Shot();
        await StartAsync(world, shot);
        lost = false;

        world.Time.Advance(s_timeout);

        var end = await world.EndOfAsync(shot);
        (end.Status, end.Attempts, end.CostUsd).ShouldBe((ShotStatus.Ok, 1, 0.04m));
        world.Dispatched.Select(take => take.TakeId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Its_money_stays_reserved()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        var shot = ShotWorld.Shot();
        var take = await StartAsync(world, shot);

        await WaitLongAsync(world, take, rounds: 3);
        await world.UntilAsync(() => world.Handled(_ => true) >= 4, "four reservations");
        world.Time.Advance(new ShotsOptions().ReservationLease - s_timeout);

        world.Time.Advance(TimeSpan.FromMinutes(1));
        (await world.BalanceAsync(shot)).Reserved.ShouldBe(0.04m, "the first reservation alone would have ended");
    }

    private static async Task<GenerateTake> StartAsync(ShotWorld world, ShotRequested shot)
    {
        await world.Bus.Publish(shot);
        await world.UntilAsync(() => world.Dispatched.Count == 1, "the dispatch");
        await world.StateUntilAsync(shot, s => s.CurrentState == "Generating");
        return world.Dispatched.First();
    }

    /// <summary>Several timeouts pass, each with the same command again.</summary>
    private static async Task WaitLongAsync(ShotWorld world, GenerateTake take, int rounds = 6)
    {
        for (var round = 2; round < rounds + 2; round++)
        {
            world.Time.Advance(s_timeout);
            await world.UntilAsync(() => world.Dispatched.Count == round && world.Reservations.Count == round, $"command {round}");
        }

        world.Ended.ShouldBeEmpty();
        world.Dispatched.ShouldAllBe(command => command.TakeId == take.TakeId);
    }
}

public sealed class When_no_verdict_comes
{
    [Fact]
    public async Task The_critique_is_sent_again_less_and_less_often_and_the_shot_waits_however_long_the_backlog_is()
    {
        var asked = 0;
        CritiqueTake? last = null;
        await using var world = await new ShotWorld
        {
            Critic = take =>
            {
                last = take;
                Interlocked.Increment(ref asked);
                return null;
            },
        }.StartAsync();
        var shot = ShotWorld.Shot();
        await world.Bus.Publish(shot);

        foreach (var (number, minutes) in new[] { (1, 2), (2, 4), (3, 8), (4, 16), (5, 30), (6, 30), (7, 30) })
        {
            await world.UntilAsync(() => Volatile.Read(ref asked) == number, $"question {number}");
            var state = await world.StateUntilAsync(shot, s => s.CurrentState == "Critiquing" && s.Retries == number - 1);
            state.StepTimer.ShouldNotBeNull();
            world.Time.Advance(TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(1));
        }

        await world.UntilAsync(() => Volatile.Read(ref asked) == 8, "another question");
        world.Ended.ShouldBeEmpty();
        await world.Bus.Publish(ShotWorld.Passed(last!));
        (await world.EndOfAsync(shot)).Status.ShouldBe(ShotStatus.Ok);
    }
}

public sealed class When_the_budget_service_is_silent
{
    [Fact]
    public async Task The_reservation_is_sent_again_under_the_same_id_and_the_shot_waits_however_long_that_is()
    {
        await using var world = await new ShotWorld { WithBudgetService = false }.StartAsync();
        var shot = ShotWorld.Shot();
        await world.Bus.Publish(shot);

        for (var number = 1; number <= 12; number++)
        {
            await world.UntilAsync(() => world.Reservations.Count == number, $"reservation {number}");
            await world.StateUntilAsync(shot, s => s.CurrentState == "ReservingBudget" && s.Retries == number - 1);
            world.Time.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(1));
        }

        world.Ended.ShouldBeEmpty();
        world.Dispatched.ShouldBeEmpty();
        var reservation = world.Reservations.Select(w => w.ReservationId).Distinct().ShouldHaveSingleItem();
        await world.Bus.Publish(new BudgetReserved { CorrelationId = ShotWorld.IdOf(shot), ReservationId = reservation });
        (await world.EndOfAsync(shot)).Status.ShouldBe(ShotStatus.Ok);
    }
}
