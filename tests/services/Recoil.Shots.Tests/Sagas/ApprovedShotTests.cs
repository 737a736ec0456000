using Recoil.Contracts;
using Recoil.Storage.ApprovedShots;

namespace Recoil.Shots.Tests.Sagas;

/// <summary>Shots of one scene of an episode, each of another run.</summary>
public abstract class ApprovedShotTests
{
    private protected static readonly ShotRequested First = Shot("SH9");

    private protected static ShotRequested Shot(string shotId) =>
        ShotWorld.Shot(shotId) with { RunId = $"run of {shotId}", EpisodeId = "E01", SceneIndex = 1 };

    private protected static async Task<ShotWorld> StartAsync(Func<CritiqueTake, CriticVerdict?>? critic = null) =>
        await new ShotWorld { Critic = critic ?? ShotWorld.Passed }.StartAsync();

    /// <summary>Has a shot made, and waits until its round has ended.</summary>
    private protected static async Task<ShotCompleted> MakeAsync(ShotWorld world, ShotRequested shot, int round = 1)
    {
        if (round == 1)
            await world.Bus.Publish(shot);
        return await world.EndOfRoundAsync(shot, round);
    }

    /// <summary>What a shot is made after beside its own pictures.</summary>
    private protected static async Task<string?> NeighbourOfAsync(ShotWorld world, ShotRequested shot)
    {
        await MakeAsync(world, shot);
        return world.Dispatched.First(take => take.ShotId == shot.ShotId).OptionalRefs.SingleOrDefault();
    }

    private protected static Task<AcceptedTake?> FindAsync(ShotWorld world, string before = "SH10") => world.ApprovedShots.FindBeforeAsync("harbour", "E01", 1, before, default);

    private protected static ReviewDecided Decision(ReviewDecision decision, int round = 1) => new()
    {
        CorrelationId = ShotWorld.IdOf(First),
        ReviewId = ShotIdentity.OfReview(ShotWorld.IdOf(First), round),
        Decision = decision,
        By = "Ida",
        At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
    };

    private protected static CriticVerdict Objection(CritiqueTake take) => ShotWorld.Failed(take, FailureMode.Unknown);
}

public sealed class When_a_shot_has_no_previous_one_given : ApprovedShotTests
{
    [Fact]
    public async Task It_is_made_after_the_approved_shot_that_another_run_left_before_it()
    {
        await using var world = await StartAsync();
        await MakeAsync(world, Shot("SH1"));
        await MakeAsync(world, First);

        (await NeighbourOfAsync(world, Shot("SH10"))).ShouldBe("SH9_a1t1.png");

        var state = await world.StateUntilAsync(Shot("SH10"), _ => true);
        state.Request!.Previous.ShouldBe(new ApprovedShot { ShotId = "SH9", OutputPath = "SH9_a1t1.png", SceneIndex = 1 });
        ShotTimeline.Of(state)[0].ShouldSatisfyAllConditions(entry => entry.Event.ShouldBe("neighbour"), entry => entry.Detail.ShouldBe("SH9 of run run of SH9"));
    }

    [Fact]
    public async Task One_that_belongs_to_no_run_is_the_same()
    {
        await using var world = await StartAsync();
        await MakeAsync(world, First with { RunId = "" });

        (await NeighbourOfAsync(world, Shot("SH10") with { RunId = "" })).ShouldBe("SH9_a1t1.png");
    }

    [Fact]
    public async Task It_stays_with_what_it_found()
    {
        await using var world = await StartAsync(take => take.Output == "SH10_a1t1.png" ? null : ShotWorld.Passed(take));
        await MakeAsync(world, First);
        await world.Bus.Publish(Shot("SH10"));
        await world.StateUntilAsync(Shot("SH10"), state => state.CurrentState == "Critiquing");

        await MakeAsync(world, Shot("SH9a"));
        var take = world.Dispatched.Single(take => take.ShotId == "SH10");
        await world.Bus.Publish(new CriticVerdict
        {
            CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = false, Gate = new GateVerdict { Passed = false, DominantFailureMode = FailureMode.AnatomyFaceMerge },
        });

        (await world.EndOfAsync(Shot("SH10"))).OutputPath.ShouldBe("SH10_a1t2.png");
        world.Dispatched.Where(other => other.ShotId == "SH10").Select(other => other.OptionalRefs.Single()).Distinct(StringComparer.Ordinal).ShouldBe(["SH9_a1t1.png"]);
    }

    [Fact]
    public async Task What_is_given_is_used_as_it_is()
    {
        await using var world = await StartAsync();
        await MakeAsync(world, First);

        (await NeighbourOfAsync(world, Shot("SH10") with { Previous = new ApprovedShot { ShotId = "SH2", OutputPath = "given.png", SceneIndex = 1 } })).ShouldBe("given.png");
        (await NeighbourOfAsync(world, Shot("SH11") with { Previous = new ApprovedShot { ShotId = "SH2" } })).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_of_another_project_episode_or_scene_and_no_clip_serves()
    {
        await using var world = await StartAsync();
        foreach (var other in new[]
        {
            Shot("SH2") with { Project = "dunes" }, Shot("SH3") with { EpisodeId = "E02" }, Shot("SH4") with { SceneIndex = 2 }, Shot("SH5") with { SceneIndex = null },
            Shot("SH6") with { Pipeline = "video" }, Shot("SH7") with { EpisodeId = "" }, Shot("SH11"),
        })
        {
            await MakeAsync(world, other);
        }

        (await NeighbourOfAsync(world, Shot("SH10"))).ShouldBeNull();
    }

    [Fact]
    public async Task A_shot_without_an_episode_or_scene_and_a_clip_look_for_none()
    {
        await using var world = await StartAsync();
        await MakeAsync(world, First);

        foreach (var shot in new[] { Shot("SH10") with { EpisodeId = "" }, Shot("SH11") with { SceneIndex = null }, Shot("SH12") with { Pipeline = "video" } })
        {
            (await NeighbourOfAsync(world, shot)).ShouldBeNull();
            (await world.StateUntilAsync(shot, _ => true)).Request!.Previous.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Shots_without_an_episode_write_nothing_of_what_they_accept()
    {
        await using var world = await StartAsync(take => take.ShotId == "SH9" ? Objection(take) : ShotWorld.Passed(take));

        await MakeAsync(world, First with { EpisodeId = "" });
        await MakeAsync(world, Shot("SH10") with { EpisodeId = "" });
        world.ApprovedShotWrites.ShouldBe(0);

        await MakeAsync(world, Shot("SH11"));
        world.ApprovedShotWrites.ShouldBeGreaterThan(0);
    }
}

public sealed class When_a_shot_of_an_episode_is_accepted : ApprovedShotTests
{
    [Fact]
    public async Task Its_take_is_kept_with_where_it_comes_from()
    {
        await using var world = await StartAsync();
        await MakeAsync(world, First);

        (await FindAsync(world)).ShouldBe(new AcceptedTake
        {
            Project = "harbour", EpisodeId = "E01", ShotId = "SH9", Scene = 1, IsKeyframe = true, Output = "SH9_a1t1.png",
            RunId = "run of SH9", CorrelationId = ShotWorld.IdOf(First), Round = 1, AcceptedAt = world.Time.GetUtcNow(),
        });
    }

    [Fact]
    public async Task What_waits_for_a_person_is_not_accepted_and_what_one_approves_is()
    {
        await using var world = await StartAsync(Objection);
        await MakeAsync(world, First);
        (await FindAsync(world)).ShouldBeNull();

        await world.Bus.Publish(Decision(ReviewDecision.Approve));

        await world.StateUntilAsync(First, state => state.CurrentState == "Approved");
        (await FindAsync(world)).ShouldNotBeNull().Output.ShouldBe("SH9_a1t1.png");
    }

    [Fact]
    public async Task A_take_that_a_person_made_is()
    {
        await using var world = await StartAsync(Objection);
        await MakeAsync(world, First);

        await world.Bus.Publish(Decision(ReviewDecision.Approve) with { SuppliedOutput = "painted.png" });

        await world.StateUntilAsync(First, state => state.CurrentState == "Approved");
        (await FindAsync(world)).ShouldNotBeNull().Output.ShouldBe("painted.png");
    }

    [Fact]
    public async Task What_a_person_has_made_again_is_when_it_passes()
    {
        await using var world = await StartAsync(take => take.Output == "SH9_a1t1.png" ? Objection(take) : ShotWorld.Passed(take));
        await MakeAsync(world, First);

        await world.Bus.Publish(Decision(ReviewDecision.Reroll));

        await MakeAsync(world, First, round: 2);
        var take = (await FindAsync(world)).ShouldNotBeNull();
        (take.Output, take.Round).ShouldBe(("SH9_a2t1.png", 2));
    }

    [Fact]
    public async Task The_last_run_that_made_it_counts()
    {
        await using var world = await StartAsync();
        await MakeAsync(world, First);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.Bus.Publish(First with { RunId = "again" });
        await world.UntilAsync(() => world.Ended.Any(end => end.RunId == "again"), "the end in the second run");

        (await FindAsync(world)).ShouldNotBeNull().RunId.ShouldBe("again");

        // The first run says once more what it did, and nothing changes.
        await world.Bus.Publish(First);
        await world.UntilAsync(() => world.Ended.Count >= 3, "the end published again");
        (await FindAsync(world)).ShouldNotBeNull().RunId.ShouldBe("again");
    }

    [Fact]
    public async Task A_step_that_fails_after_its_take_was_kept_ends_the_shot_with_the_same_take_all_the_same()
    {
        await using var world = await StartAsync();
        world.FailingAcceptances = 1;

        (await MakeAsync(world, First)).Status.ShouldBe(ShotStatus.Ok);

        world.Dispatched.Count.ShouldBe(1);
        world.ApprovedShotWrites.ShouldBeGreaterThanOrEqualTo(2);
        (await FindAsync(world)).ShouldNotBeNull().Output.ShouldBe("SH9_a1t1.png");
    }

    [Fact]
    public async Task A_shot_that_crashes_over_steps_that_had_kept_its_take_has_none()
    {
        await using var world = await StartAsync();
        world.FailingAcceptances = 4;

        (await MakeAsync(world, First)).Status.ShouldBe(ShotStatus.Crashed);

        world.ApprovedShotWrites.ShouldBeGreaterThanOrEqualTo(5);
        (await FindAsync(world)).ShouldBeNull();
    }
}

public sealed class When_a_shot_has_no_accepted_take_any_more : ApprovedShotTests
{
    private static AcceptedTake Kept(int round = 1) => new()
    {
        Project = "harbour", EpisodeId = "E01", ShotId = "SH9", Scene = 1, IsKeyframe = true, Output = "kept.png",
        RunId = First.RunId, CorrelationId = ShotWorld.IdOf(First), Round = round, AcceptedAt = new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public async Task What_its_round_that_ends_so_had_is_withdrawn()
    {
        await using var world = await StartAsync(Objection);
        await world.ApprovedShots.PutAsync(Kept(), default);

        await MakeAsync(world, First);

        (await FindAsync(world)).ShouldBeNull();
    }

    [Fact]
    public async Task The_accepted_take_stays_while_the_next_round_is_under_way()
    {
        await using var world = await StartAsync(take => take.Output == "SH9_a1t1.png" ? Objection(take) : null);
        await MakeAsync(world, First);
        await world.ApprovedShots.PutAsync(Kept(), default);

        await world.Bus.Publish(Decision(ReviewDecision.Reroll));
        await world.StateUntilAsync(First, state => state is { Round: 2, CurrentState: "Critiquing" });
        (await FindAsync(world)).ShouldBe(Kept());

        await world.Bus.Publish(new CancelShot { Project = First.Project, RunId = First.RunId, ShotId = First.ShotId, By = "Max" });
        (await world.EndOfRoundAsync(First, 2)).Status.ShouldBe(ShotStatus.Cancelled);
        (await FindAsync(world)).ShouldBeNull();
    }

    [Fact]
    public async Task A_take_that_a_person_rejects_is_withdrawn()
    {
        await using var world = await StartAsync(Objection);
        await MakeAsync(world, First);
        await world.ApprovedShots.PutAsync(Kept(), default);

        await world.Bus.Publish(Decision(ReviewDecision.Reject));

        await world.StateUntilAsync(First, state => state.CurrentState == "Rejected");
        (await FindAsync(world)).ShouldBeNull();
    }

    [Fact]
    public async Task What_another_run_made_of_it_stays()
    {
        await using var world = await StartAsync(Objection);
        var other = Kept() with { RunId = "other", CorrelationId = Guid.NewGuid() };
        await world.ApprovedShots.PutAsync(other, default);

        await MakeAsync(world, First);
        await world.Bus.Publish(Decision(ReviewDecision.Reject));
        await world.StateUntilAsync(First, state => state.CurrentState == "Rejected");

        (await FindAsync(world)).ShouldBe(other);
    }

    [Fact]
    public async Task A_verdict_that_came_too_late_withdraws_what_its_step_had_kept()
    {
        await using var world = await StartAsync(_ => null);
        await world.Bus.Publish(First);
        await world.StateUntilAsync(First, state => state.CurrentState == "Critiquing");
        await world.Bus.Publish(new CancelShot { Project = First.Project, RunId = First.RunId, ShotId = First.ShotId, By = "Max" });
        await world.EndOfRoundAsync(First, 1);

        // The step of the verdict kept its take, lost its document to the cancellation, and comes again.
        await world.ApprovedShots.PutAsync(Kept(), default);
        await world.Bus.Publish(new CriticVerdict
        {
            CorrelationId = ShotWorld.IdOf(First), TakeId = world.Dispatched.Single().TakeId, Success = true, Gate = new GateVerdict { Passed = true }, Score = 1,
        });

        await world.StateUntilAsync(First, state => state.Notes.Exists(note => note.Event == "late"));
        (await FindAsync(world)).ShouldBeNull();
    }

    [Fact]
    public async Task A_cancellation_that_came_too_late_withdraws_nothing()
    {
        await using var world = await StartAsync(Objection);
        await MakeAsync(world, First);

        // The step of an approval has kept its take and not yet its document.
        await world.ApprovedShots.PutAsync(Kept(), default);
        await world.CancelAndTakeInAsync(First);

        (await FindAsync(world)).ShouldBe(Kept());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancellation_that_came_too_late_and_a_repeated_request_say_again_what_is_accepted(bool cancels)
    {
        await using var world = await StartAsync();
        await MakeAsync(world, First);
        await world.ApprovedShots.WithdrawAsync("harbour", "E01", "SH9", ShotWorld.IdOf(First), 1, default);

        if (cancels)
            await world.CancelAndTakeInAsync(First);
        else
            await world.Bus.Publish(First);

        (await Eventually.GetAsync(() => FindAsync(world), take => take is not null, TimeSpan.FromSeconds(20)))!.Output.ShouldBe("SH9_a1t1.png");
    }
}
