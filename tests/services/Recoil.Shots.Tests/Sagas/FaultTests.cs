using MassTransit;
using MassTransit.Events;
using MassTransit.Metadata;
using Recoil.Contracts;

namespace Recoil.Shots.Tests.Sagas;

public abstract class FaultTests
{
    private protected static readonly ShotRequested Shot = ShotWorld.Shot();

    private protected static Guid Take(int attempt) => ShotIdentity.OfTake(ShotWorld.IdOf(Shot), attempt, 1);

    private protected static BudgetReserved ReservationOf(Guid take) => new() { CorrelationId = ShotWorld.IdOf(Shot), ReservationId = take };

    private protected static BudgetRefused RefusalOf(Guid take) =>
        new() { CorrelationId = ShotWorld.IdOf(Shot), ReservationId = take, RefusedBy = BudgetScope.Shot };

    private protected static GenerationCompleted GenerationOf(Guid take, decimal cost) =>
        new() { CorrelationId = ShotWorld.IdOf(Shot), TakeId = take, Success = true, Output = "late.png", Cost = cost };

    private protected static CriticVerdict VerdictOn(Guid take) => new() { CorrelationId = ShotWorld.IdOf(Shot), TakeId = take, Success = true };

    private protected static Task FaultAsync<T>(ShotWorld world, T message) where T : class =>
        world.FaultAsync<T>(new FaultEvent<T>(message, NewId.NextGuid(), HostMetadataCache.Host, new InvalidOperationException("It broke."), MessageTypeCache<T>.MessageTypeNames));

    /// <summary>Another message of the shot that is noted: the faults that were published before it have been taken in.</summary>
    private protected static async Task SettledAsync(ShotWorld world, ShotRequested shot)
    {
        await world.Bus.Publish(GenerationOf(Take(1), 0.9m));
        await world.StateUntilAsync(shot, state => state.Takes[0].ChargedCost == 0.9m);
    }
}

public sealed class When_a_fault_is_not_about_what_the_shot_waits_for : FaultTests
{
    [Fact]
    public async Task The_shot_in_generation_goes_on_and_a_bill_in_it_counts()
    {
        await using var world = await SecondAttemptAsync(generator: take => take.Attempt == 1 ? ShotWorld.Made(take) : null);
        await world.StateUntilAsync(Shot, state => state is { CurrentState: "Generating", Takes.Count: 2 });

        foreach (var take in new[] { Take(1), Take(2) })
        {
            await FaultAsync(world, ReservationOf(take));
            await FaultAsync(world, RefusalOf(take));
            await FaultAsync(world, VerdictOn(take));
        }

        await FaultAsync(world, GenerationOf(Take(1), 0.5m));
        await world.StateUntilAsync(Shot, state => state.Takes[0].ChargedCost == 0.5m);
        await SettledAsync(world, Shot);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Last()));

        var end = await world.EndOfAsync(Shot);
        (end.Status, end.CostUsd).ShouldBe((ShotStatus.Ok, 0.94m));
    }

    [Fact]
    public async Task The_shot_before_the_critic_goes_on()
    {
        await using var world = await SecondAttemptAsync(critic: take => take.TakeId == Take(2) ? null : ShotWorld.Failed(take, FailureMode.MotionFailure));
        await world.StateUntilAsync(Shot, state => state is { CurrentState: "Critiquing", Takes.Count: 2 });

        foreach (var take in new[] { Take(1), Take(2) })
        {
            await FaultAsync(world, ReservationOf(take));
            await FaultAsync(world, RefusalOf(take));
            await FaultAsync(world, GenerationOf(take, 0.04m));
        }

        await FaultAsync(world, VerdictOn(Take(1)));
        await SettledAsync(world, Shot);
        (await world.StateUntilAsync(Shot, _ => true)).CurrentState.ShouldBe("Critiquing");
        world.Ended.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_shot_that_waits_for_money_goes_on()
    {
        await using var world = await new ShotWorld { WithBudgetService = false }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, state => state.CurrentState == "ReservingBudget");

        await FaultAsync(world, ReservationOf(NewId.NextGuid()));
        await FaultAsync(world, RefusalOf(NewId.NextGuid()));
        await FaultAsync(world, VerdictOn(Take(1)));
        await FaultAsync(world, GenerationOf(NewId.NextGuid(), 1));

        await SettledAsync(world, Shot);
        world.Ended.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_the_end_a_bill_in_it_counts_and_money_in_it_goes_back()
    {
        await using var world = await new ShotWorld().StartAsync();
        await world.Bus.Publish(Shot);
        await world.EndOfAsync(Shot);
        var reservation = NewId.NextGuid();

        await FaultAsync(world, GenerationOf(Take(1), 0.5m));
        await FaultAsync(world, ReservationOf(reservation));

        (await world.BalanceAtRestAsync(Shot, balance => balance.Spent == 0.5m)).Spent.ShouldBe(0.5m);
        await world.UntilAsync(() => world.Settlements.Any(settled => settled.ReservationId == reservation && settled.ActualCost == 0), "the released reservation");
    }

    private static async Task<ShotWorld> SecondAttemptAsync(
        Func<GenerateTake, GenerationCompleted?>? generator = null, Func<CritiqueTake, CriticVerdict?>? critic = null)
    {
        var world = await new ShotWorld
        {
            Generator = generator ?? (take => ShotWorld.Made(take)),
            Critic = critic ?? (take => take.TakeId == Take(1) ? ShotWorld.Failed(take, FailureMode.MotionFailure) : ShotWorld.Passed(take)),
        }.StartAsync();
        await world.Bus.Publish(Shot with { Policy = PolicyName.Seed });
        return world;
    }
}

public sealed class When_what_the_shot_waits_for_cannot_be_handled : FaultTests
{
    [Fact]
    public async Task A_timeout_ends_the_shot_as_crashed_and_its_timer_is_gone()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, state => state.CurrentState == "Generating");

        // The take is looked up when it is not there in time.
        world.TakesAreUnreadable = true;
        world.Time.Advance(new ShotsOptions().GenerationTimeout + TimeSpan.FromSeconds(1));

        var end = await world.EndOfAsync(Shot);
        end.Status.ShouldBe(ShotStatus.Crashed);
        var document = await world.DocumentAsync(Shot);
        document.Timers.ShouldBeEmpty();
        document.State.Notes[^1].Detail.ShouldBe("Handling a timeout failed: System.IO.InvalidDataException: The take cannot be read.");
        (await world.BalanceAtRestAsync(Shot)).Spent.ShouldBe(0);
    }

    [Fact]
    public async Task The_fault_of_an_earlier_timer_ends_nothing()
    {
        await using var world = await new ShotWorld { Critic = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, state => state.CurrentState == "Critiquing");

        await FaultAsync(world, new StepTimeoutExpired { CorrelationId = ShotWorld.IdOf(Shot), TakeId = Take(1) });
        await SettledAsync(world, Shot);

        world.Ended.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancellation_is_noted_and_the_shot_goes_on()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, state => state.CurrentState == "Generating");

        await FaultAsync(world, new CancelShot { Project = Shot.Project, RunId = Shot.RunId, ShotId = Shot.ShotId, By = "Ida" });

        (await world.StateUntilAsync(Shot, state => state.Notes[^1].Event == "cancel_failed")).CurrentState.ShouldBe("Generating");
    }

    [Theory]
    [InlineData("reserved", "Handling a reservation failed: System.InvalidOperationException: It broke.")]
    [InlineData("refused", "Handling a refusal failed: System.InvalidOperationException: It broke.")]
    public async Task An_answer_of_the_budget_service_ends_it_as_crashed(string answer, string reason)
    {
        await using var world = await new ShotWorld { WithBudgetService = false }.StartAsync();
        await world.Bus.Publish(Shot);
        await world.StateUntilAsync(Shot, state => state.CurrentState == "ReservingBudget");

        await (answer == "reserved" ? FaultAsync(world, ReservationOf(Take(1))) : FaultAsync(world, RefusalOf(Take(1))));

        (await world.EndOfAsync(Shot)).Status.ShouldBe(ShotStatus.Crashed);
        (await world.StateUntilAsync(Shot, _ => true)).Notes[^1].Detail.ShouldBe(reason);
    }
}
