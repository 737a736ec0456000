using Recoil.Contracts;
using Recoil.Shots.Runs;
using Recoil.Shots.Tests.Sagas;

namespace Recoil.Shots.Tests.Runs;

public abstract class CancelRunTests
{
    protected static readonly CancelRun Cancel = new() { Project = "harbour", RunId = "run", By = "Ida", Reason = "another cut" };

    protected static RunRequested Run(int parallel = 2) => new()
    {
        Project = "harbour",
        RunId = "run",
        EpisodeId = "E01",
        Model = "model",
        EpisodeCap = 100,
        ShotCap = 10,
        MaxParallel = parallel,
        Shots = [.. Enumerable.Range(1, 6).Select(i => new ShotFields { ShotId = $"SH0{i}", Prompt = $"Shot {i}" })],
    };

    private protected static ShotRequested ShotOf(string shotId) => ShotWorld.Shot(shotId);

    private protected static Task<ShotWorld.RunView> RunUntilAsync(ShotWorld world, Func<ShotWorld.RunView, bool> fits) => world.RunUntilAsync("harbour", "run", fits);
}

public sealed class When_a_run_is_cancelled : CancelRunTests
{
    [Fact]
    public async Task What_is_under_way_ends_and_nothing_more_is_started()
    {
        await using var world = await new ShotWorld { Generator = _ => null }.StartAsync();
        await world.Bus.Publish(Run());
        await world.UntilAsync(() => world.Dispatched.Count == 2, "both dispatches");
        foreach (var take in world.Dispatched)
            await world.StateUntilAsync(ShotOf(take.ShotId), s => s.CurrentState == "Generating");

        await world.Bus.Publish(Cancel);

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        var end = world.RunsEnded.First();
        end.CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["cancelled"] = 2 });
        end.NotStarted.ShouldBe(4);
        end.CostUsd.ShouldBe(0);
        world.Dispatched.Count.ShouldBe(2);
        (await world.StateUntilAsync(ShotOf("SH01"), s => s.Result is not null)).Notes[^1].Detail.ShouldBe("by Ida: another cut");
        (await world.BalanceAtRestAsync(ShotOf("SH01"))).Spent.ShouldBe(0);

        await world.Bus.Publish(Cancel);
        await world.Bus.Publish(Run());
        await world.UntilAsync(() => world.RunsEnded.Count == 2 && world.Ended.Count == 4, "the ends published again");
        world.Dispatched.Count.ShouldBe(2);
    }

    [Fact]
    public async Task It_waits_for_takes_that_may_have_been_bought()
    {
        await using var world = await new ShotWorld { Generator = _ => null, GeneratorKeepsLedger = true }.StartAsync();
        await world.Bus.Publish(Run());
        await world.UntilAsync(() => world.Dispatched.Count == 2, "both dispatches");
        foreach (var take in world.Dispatched)
        {
            await Eventually.GetAsync(() => world.Takes.FindAsync(take.TakeId, default), r => r is not null, TimeSpan.FromSeconds(20));
            await world.StateUntilAsync(ShotOf(take.ShotId), s => s.CurrentState == "Generating");
        }

        await world.Bus.Publish(Cancel);
        await world.Bus.Publish(Cancel);
        foreach (var take in world.Dispatched)
            await world.StateUntilAsync(ShotOf(take.ShotId), s => s.Cancelling is not null);
        world.RunsEnded.ShouldBeEmpty();
        foreach (var take in world.Dispatched)
            await world.Bus.Publish(ShotWorld.Made(take));

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().CostUsd.ShouldBe(0.08m);
        world.RunsEnded.First().NotStarted.ShouldBe(4);
        (await world.BalanceAtRestAsync(ShotOf("SH01"))).Spent.ShouldBe(0.08m);
    }

    [Fact]
    public async Task Again_it_cancels_those_that_have_not_ended()
    {
        await using var world = await new ShotWorld { Generator = _ => null, GeneratorKeepsLedger = true }.StartAsync();
        await world.Bus.Publish(Run());
        await world.UntilAsync(() => world.Dispatched.Count == 2, "both dispatches");
        await world.Bus.Publish(Cancel);
        await RunUntilAsync(world, r => r.State.Cancelled is not null);
        await world.UntilAsync(() => world.CancelsHeard.Count == 2, "both cancels");

        await world.Bus.Publish(Cancel);

        await world.UntilAsync(() => world.CancelsHeard.Count == 4, "both cancels again");
        world.CancelsHeard.Select(c => c.ShotId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(["SH01", "SH02"]);
    }

    [Fact]
    public async Task An_unknown_one_is_not_cancelled_for_later()
    {
        await using var world = await new ShotWorld().StartAsync();

        await world.Bus.Publish(Cancel);
        await world.Bus.Publish(Run());

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().CountsByStatus["ok"].ShouldBe(6);
    }
}

public sealed class When_a_shot_of_a_run_is_cancelled : CancelRunTests
{
    [Fact]
    public async Task One_that_was_not_started_never_is_and_the_run_ends()
    {
        await using var world = await new ShotWorld { Generator = take => take.ShotId == "SH01" ? null : ShotWorld.Made(take) }.StartAsync();
        await world.Bus.Publish(Run(parallel: 1));
        await world.UntilAsync(() => world.Dispatched.Count == 1, "the first dispatch");
        await world.StateUntilAsync(ShotOf("SH01"), s => s.CurrentState == "Generating");

        await world.Bus.Publish(new CancelShot { Project = "harbour", RunId = "run", ShotId = "SH05", By = "Ida" });
        await RunUntilAsync(world, r => r.Shots[4].Status == ShotStatus.Cancelled);
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.First()));

        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["ok"] = 5, ["cancelled"] = 1 }, ignoreOrder: true);
        world.RunsEnded.First().NotStarted.ShouldBe(0);
        world.Dispatched.ShouldNotContain(d => d.ShotId == "SH05");
    }
}

public sealed class When_a_shot_of_a_run_has_another_round : CancelRunTests
{
    [Fact]
    public async Task The_later_end_counts_and_the_runs_own_terminal_event_stays()
    {
        await using var world = await new ShotWorld
        {
            Generator = take => take.ShotId == "SH06" ? null : ShotWorld.Made(take),
            Critic = take => take.Output == "SH01_a1t1.png" ? ShotWorld.Failed(take, FailureMode.Unknown) : ShotWorld.Passed(take),
        }.StartAsync();
        await world.Bus.Publish(Run());
        var shot = ShotOf("SH01");
        await world.StateUntilAsync(shot, s => s.CurrentState == "AwaitingReview");
        await RunUntilAsync(world, r => r.Shots[0].Status == ShotStatus.NeedsReview);

        await world.Bus.Publish(new ReviewDecided
        {
            CorrelationId = ShotWorld.IdOf(shot),
            ReviewId = ShotIdentity.OfReview(ShotWorld.IdOf(shot)),
            Decision = ReviewDecision.Reroll,
            By = "Ida",
            At = world.Time.GetUtcNow(),
        });
        var run = await RunUntilAsync(world, r => r.Shots[0].Status == ShotStatus.Ok);
        (run.Shots[0].Round, run.Shots[0].Cost.Usd, run.Shots[0].OutputPath).ShouldBe((2, 0.08m, "SH01_a2t1.png"));
        await world.Bus.Publish(world.Ended.First(e => e is { ShotId: "SH01", Round: 1 }));

        await world.UntilAsync(() => world.Dispatched.Any(d => d.ShotId == "SH06"), "the last dispatch");
        await world.StateUntilAsync(ShotOf("SH06"), s => s.CurrentState == "Generating");
        await world.Bus.Publish(ShotWorld.Made(world.Dispatched.Last(d => d.ShotId == "SH06")));
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the run");
        world.RunsEnded.First().CountsByStatus.ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["ok"] = 6 });

        await world.Bus.Publish(world.Ended.First(e => e is { ShotId: "SH01", Round: 2 }) with { Round = 3, Status = ShotStatus.Cancelled });
        await RunUntilAsync(world, r => r.Shots[0] is { Round: 3, Status: ShotStatus.Cancelled });
        await world.Bus.Publish(Run());
        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end published again");
        world.RunsEnded.Last().CountsByStatus.ShouldBe(world.RunsEnded.First().CountsByStatus);
    }
}

public sealed class When_runs_are_listed : CancelRunTests
{
    [Fact]
    public async Task The_newest_comes_first_with_what_is_known_of_it()
    {
        await using var world = await new ShotWorld().StartAsync();
        await world.Bus.Publish(Run());
        await world.UntilAsync(() => world.RunsEnded.Count == 1, "the end of the first run");
        await world.Bus.Publish(Run() with { RunId = "second" });
        await world.UntilAsync(() => world.RunsEnded.Count == 2, "the end of the second run");

        var runs = await world.Archive.ListRunsAsync(10, default);

        runs.Select(r => r.Run.RunId).ShouldBe(["second", "run"]);
        runs[0].Shots.ShouldBe(6);
        (await world.Archive.LookUpRunAsync("harbour", "second", default)).ShouldNotBeNull().Shots.Select(s => s.Status).ShouldBe(Enumerable.Repeat<ShotStatus?>(ShotStatus.Ok, 6));
        (await world.Archive.CountShotsAsync("harbour", "second", default)).ShouldNotBeNull().Ended.ShouldBe(new Dictionary<ShotStatus, int> { [ShotStatus.Ok] = 6 });
        (await world.Archive.FindRunAsync("harbour", "second", default)).ShouldNotBeNull().Shots.Select(s => s.Prompt).ShouldBe(Run().Shots.Select(s => s.Prompt));
        (await world.Archive.HasShotAsync("harbour", "second", "SH03", default), await world.Archive.HasShotAsync("harbour", "second", "SH07", default)).ShouldBe((true, false));
        runs[0].Result!.CostUsd.ShouldBe(0.24m);
        var shot = await world.Archive.FindAsync("harbour", "run", "SH01", default);
        (shot!.State, shot.Result!.Round).ShouldBe(("Completed", 1));
    }
}
