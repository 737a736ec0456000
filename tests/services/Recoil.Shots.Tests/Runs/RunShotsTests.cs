using Microsoft.Extensions.DependencyInjection;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Runs;
using Recoil.Storage.ApprovedShots;

namespace Recoil.Shots.Tests.Runs;

public sealed class RunShotsTests : IDisposable
{
    private readonly TemporaryStore _folder = new();
    private readonly ServiceProvider _services;
    private readonly RunShots _shots;
    private readonly IApprovedShots _approved;
    private bool _usesSiblings = true;

    public RunShotsTests()
    {
        var services = new ServiceCollection();
        _folder.Register(services);
        services.AddSingleton<IModelProfiles>(new Profiles(() => _usesSiblings)).AddSingleton<RunShots>();
        _services = services.BuildServiceProvider();
        _shots = _services.GetRequiredService<RunShots>();
        _approved = _services.GetRequiredService<IApprovedShots>();
    }

    private static ShotFields Keyframe(string id, int? scene = null) => new() { ShotId = id, SceneIndex = scene };

    private static ShotFields Clip(string id, int? scene = null) => new() { ShotId = id, SceneIndex = scene, Pipeline = "video" };

    private async Task<RunState> RunAsync(StopOnReview stop, int parallel, params ShotFields[] shots)
    {
        var request = new RunRequested
        {
            Project = "harbour",
            RunId = "run",
            EpisodeId = "E01",
            Model = "model",
            EpisodeCap = 10,
            ShotCap = 1,
            StopOnReview = stop,
            MaxParallel = parallel,
            Shots = shots,
        };
        var run = new RunState { CorrelationId = Guid.NewGuid(), Run = request with { Shots = [] }, ShotCount = shots.Length };
        await _shots.BeginAsync(run, request, default);
        return run;
    }

    /// <summary>Starts what may start.</summary>
    private async Task<string[]> NextAsync(RunState run) => [.. (await _shots.StartNextAsync(run, default)).Select(shot => shot.ShotId)];

    private Task EndAsync(RunState run, string shotId, ShotStatus status, string? output = null, int round = 1) => _shots.NoteEndAsync(run, new ShotCompleted
    {
        CorrelationId = IdOf(shotId), Project = "harbour", RunId = "run", ShotId = shotId, Status = status, OutputPath = output, Round = round,
        OpId = "op", CostUsd = 0.04m, Attempts = 1, Takes = 1, At = DateTimeOffset.UnixEpoch,
    }, default);

    private Task DecideAsync(RunState run, string shotId, ReviewDecision decision, string? output = null, int round = 1) => _shots.NoteDecisionAsync(run, new ReviewClosed
    {
        CorrelationId = IdOf(shotId), ReviewId = ShotIdentity.OfReview(IdOf(shotId), round), Project = "harbour", RunId = "run", ShotId = shotId,
        Decision = decision, By = "Ida", OutputPath = output, At = DateTimeOffset.UnixEpoch,
    }, default);

    private static Guid IdOf(string shotId) => ShotIdentity.OfShot("harbour", "run", shotId);

    private static AcceptedTake Left(string shotId, string runId) => new()
    {
        Project = "harbour", EpisodeId = "E01", ShotId = shotId, Scene = 1, IsKeyframe = true, Output = $"{shotId}.png", RunId = runId, CorrelationId = Guid.NewGuid(), Round = 1,
        AcceptedAt = DateTimeOffset.UnixEpoch,
    };

    private static ShotFields MadeFrom(string id, string? startFrame = null, string? endFrame = null, string? sceneRef = null, params string[] identity) => new()
    {
        ShotId = id, StartFrame = startFrame, EndFrame = endFrame, SceneRefPath = sceneRef, IdentityRefs = identity, Pipeline = startFrame is null ? "keyframe" : "video",
    };

    [Fact]
    public async Task Keyframes_of_a_scene_start_one_after_the_other_and_scenes_side_by_side()
    {
        var run = await RunAsync(StopOnReview.Never, 10, Keyframe("A1", 1), Keyframe("A2", 1), Keyframe("B1", 2), Keyframe("B2", 2));

        (await NextAsync(run)).ShouldBe(["A1", "B1"]);
        (await NextAsync(run)).ShouldBeEmpty();
        await EndAsync(run, "A1", ShotStatus.Ok);
        (await NextAsync(run)).ShouldBe(["A2"]);
    }

    [Fact]
    public async Task Without_neighbours_as_references_all_go_side_by_side()
    {
        _usesSiblings = false;
        (await NextAsync(await RunAsync(StopOnReview.Never, 10, Keyframe("A1", 1), Keyframe("A2", 1)))).ShouldBe(["A1", "A2"]);
    }

    [Fact]
    public async Task A_keyframe_waits_for_all_earlier_ones_also_those_that_did_not_wait_themselves()
    {
        ShotFields Free(string id) => Keyframe(id, 1) with { Model = "free" };
        var run = await RunAsync(StopOnReview.Never, 10, Keyframe("A1", 1), Free("A2"), Free("A3"), Keyframe("A4", 1), Keyframe("A5", 1));

        (await NextAsync(run)).ShouldBe(["A1", "A2", "A3"]);
        await EndAsync(run, "A1", ShotStatus.Ok);
        await EndAsync(run, "A3", ShotStatus.Crashed);
        (await NextAsync(run)).ShouldBeEmpty();
        await EndAsync(run, "A2", ShotStatus.Ok);
        (await NextAsync(run)).ShouldBe(["A4"]);
        await EndAsync(run, "A4", ShotStatus.Ok);
        (await NextAsync(run)).ShouldBe(["A5"]);
    }

    [Fact]
    public async Task Clips_and_shots_without_a_scene_wait_for_no_other() =>
        (await NextAsync(await RunAsync(StopOnReview.Never, 10, Keyframe("A1", 1), Clip("A2", 1), Keyframe("X"), Keyframe("Y"), Keyframe("A3", 1))))
            .ShouldBe(["A1", "A2", "X", "Y"]);

    [Fact]
    public async Task Scene_zero_is_a_scene() =>
        (await NextAsync(await RunAsync(StopOnReview.Never, 10, Keyframe("A1", 0), Keyframe("A2", 0)))).ShouldBe(["A1"]);

    [Fact]
    public async Task No_more_are_under_way_than_may_be()
    {
        var run = await RunAsync(StopOnReview.Never, 2, Keyframe("X"), Keyframe("Y"), Keyframe("Z"));
        (await NextAsync(run)).ShouldBe(["X", "Y"]);
        (await NextAsync(run)).ShouldBeEmpty();
        await EndAsync(run, "Y", ShotStatus.Ok);
        (await NextAsync(run)).ShouldBe(["Z"]);
        run.Active.Select(shot => shot.ShotId).ShouldBe(["X", "Z"]);
    }

    [Fact]
    public async Task A_step_that_is_repeated_finds_what_the_first_one_noted()
    {
        var run = await RunAsync(StopOnReview.Never, 10, Keyframe("A1", 1), Keyframe("A2", 1), Keyframe("A3", 1));
        await NextAsync(run);
        var before = new RunState { CorrelationId = run.CorrelationId, Run = run.Run, Plan = run.Plan, ShotCount = 3, Active = [.. run.Active] };
        await EndAsync(run, "A1", ShotStatus.Ok);
        (await NextAsync(run)).ShouldBe(["A2"]);

        await EndAsync(before, "A1", ShotStatus.Ok);
        (await NextAsync(before)).ShouldBe(["A2"]);

        before.Active.ShouldBe(run.Active);
        (await _shots.SumAsync(before, default)).CountsByStatus.ShouldBe(new Dictionary<ShotStatus, int> { [ShotStatus.Ok] = 1 });
    }

    [Theory]
    [InlineData(ShotStatus.NeedsReview)]
    [InlineData(ShotStatus.IcuEscalated)]
    [InlineData(ShotStatus.AttemptsExhausted)]
    [InlineData(ShotStatus.Crashed)]
    public async Task A_shot_that_needs_a_person_stops_its_scene_or_the_run_or_nothing(ShotStatus status)
    {
        async Task<string[]> AfterAsync(StopOnReview stop)
        {
            var run = await RunAsync(stop, 1, Keyframe("A1", 1), Keyframe("A2", 1), Keyframe("B1", 2));
            (await NextAsync(run)).ShouldBe(["A1"]);
            await EndAsync(run, "A1", status);
            run.Run = run.Run! with { MaxParallel = 10 };
            return await NextAsync(run);
        }

        (await AfterAsync(StopOnReview.Never)).ShouldBe(["A2", "B1"]);
        (await AfterAsync(StopOnReview.Scene)).ShouldBe(["B1"]);
        (await AfterAsync(StopOnReview.Run)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(StopOnReview.Run, new[] { "A2", "A3", "B1" })]
    [InlineData(StopOnReview.Scene, new[] { "A2", "A3" })]
    public async Task A_shot_that_a_person_approved_stops_nothing_and_serves_as_neighbour(StopOnReview stop, string[] next)
    {
        var run = await RunAsync(stop, 1, Keyframe("A1", 1), Keyframe("A2", 1), Clip("A3", 1), Keyframe("B1", 2));
        await NextAsync(run);
        run.Run = run.Run! with { MaxParallel = 10 };
        await EndAsync(run, "A1", ShotStatus.NeedsReview, "a1.png");
        (await NextAsync(run)).ShouldBe(stop == StopOnReview.Run ? [] : ["B1"]);

        await DecideAsync(run, "A1", ReviewDecision.Approve, "painted.png", round: 2);
        (await NextAsync(run)).ShouldBeEmpty("that was another round");
        await DecideAsync(run, "A1", ReviewDecision.Approve, "painted.png");

        var requests = await _shots.StartNextAsync(run, default);
        requests.Select(shot => shot.ShotId).ShouldBe(next);
        requests[0].Request.Previous.ShouldBe(new ApprovedShot { ShotId = "A1", OutputPath = "painted.png", SceneIndex = 1 });
    }

    [Fact]
    public async Task A_scene_goes_on_when_its_shot_ends_well_after_all()
    {
        var run = await RunAsync(StopOnReview.Scene, 10, Keyframe("A1", 1), Clip("A2", 1), Keyframe("A3", 1));
        (await NextAsync(run)).ShouldBe(["A1", "A2"]);
        await EndAsync(run, "A1", ShotStatus.NeedsReview, "a1.png");
        await EndAsync(run, "A2", ShotStatus.Crashed);
        (await NextAsync(run)).ShouldBeEmpty();
        await EndAsync(run, "A1", ShotStatus.Ok, "a2.png", round: 2);
        (await NextAsync(run)).ShouldBeEmpty("the clip still needs a person");

        await DecideAsync(run, "A2", ReviewDecision.Approve, "a2.mp4");

        (await NextAsync(run)).ShouldBe(["A3"]);
    }

    [Fact]
    public async Task The_neighbour_is_the_nearest_accepted_keyframe_before_in_the_same_scene()
    {
        var run = await RunAsync(StopOnReview.Never, 10, Keyframe("A1", 1), Keyframe("A2", 1), Clip("A3", 1), Keyframe("B1", 2), Keyframe("A4", 1), Keyframe("X"));
        async Task<ApprovedShot?> PreviousOfAsync(string id) => (await _shots.StartedAsync(run, 0, 10, default)).Requests.Single(shot => shot.ShotId == id).Request.Previous;
        await EndAsync(run, "A1", ShotStatus.Ok, "a1.png");
        await EndAsync(run, "A2", ShotStatus.NeedsReview, "a2.png");
        await EndAsync(run, "A3", ShotStatus.Ok, "a3.mp4");
        await EndAsync(run, "B1", ShotStatus.Ok, "b1.png");
        await NextAsync(run);

        (await PreviousOfAsync("A4")).ShouldBe(new ApprovedShot { ShotId = "A1", OutputPath = "a1.png", SceneIndex = 1 });
        (await PreviousOfAsync("B1")).ShouldBeNull();
        (await PreviousOfAsync("X")).ShouldBeNull();
    }

    [Theory]
    [InlineData("A2", "other", "A2.png")]
    [InlineData("A2", "run", "A1.png")]
    [InlineData("A1", "other", "A1.png")]
    [InlineData("A0", "other", "A1.png")]
    public async Task One_that_another_run_left_is_the_neighbour_where_it_is_nearer(string shotId, string runId, string previous)
    {
        await _approved.PutAsync(Left(shotId, runId), default);
        var run = await RunAsync(StopOnReview.Never, 10, Keyframe("A1", 1), Keyframe("A10", 1));
        await EndAsync(run, "A1", ShotStatus.Ok, "A1.png");

        var next = (await _shots.StartNextAsync(run, default)).ShouldHaveSingleItem();
        (next.ShotId, next.Request.Previous?.OutputPath, next.Request.Previous?.SceneIndex).ShouldBe(("A10", previous, 1));
    }

    [Fact]
    public async Task What_another_run_left_is_no_neighbour_of_a_shot_that_uses_none_and_of_none_in_another_scene_or_episode()
    {
        await _approved.PutAsync(Left("A2", "other"), default);
        var run = await RunAsync(
            StopOnReview.Never, 10, Keyframe("A1", 1), Clip("A3", 1), Keyframe("A4", 1) with { Model = "free" }, Keyframe("A5", 1) with { EpisodeId = "E02" },
            Keyframe("B1", 2), Keyframe("B3", 2));
        await EndAsync(run, "A1", ShotStatus.Ok, "A1.png");
        await EndAsync(run, "B1", ShotStatus.Ok, "B1.png");

        (await _shots.StartNextAsync(run, default)).Select(shot => (shot.ShotId, shot.Request.Previous?.OutputPath))
            .ShouldBe([("A3", "A1.png"), ("A4", "A1.png"), ("B3", "B1.png")]);
        await EndAsync(run, "A4", ShotStatus.Crashed);
        (await _shots.StartNextAsync(run, default)).Select(shot => (shot.ShotId, shot.Request.Previous?.OutputPath)).ShouldBe([("A5", "A1.png")]);
    }

    [Fact]
    public async Task The_plans_order_rules_where_it_is_not_that_of_the_ids()
    {
        await _approved.PutAsync(Left("A2", "other"), default);
        var run = await RunAsync(StopOnReview.Never, 10, Keyframe("A9", 1), Keyframe("A3", 1));
        await EndAsync(run, "A9", ShotStatus.Ok, "A9.png");

        (await _shots.StartNextAsync(run, default)).ShouldHaveSingleItem().Request.Previous.ShouldNotBeNull().OutputPath.ShouldBe("A9.png");
    }

    [Fact]
    public async Task A_shot_that_is_made_from_others_waits_until_they_are_accepted_and_gets_their_takes()
    {
        var run = await RunAsync(
            StopOnReview.Never, 10,
            MadeFrom("K1"), MadeFrom("K2"), MadeFrom("C", startFrame: "@K1", endFrame: "@K2"), MadeFrom("D", sceneRef: "@K1", identity: ["hero.png", "@K2", "@K2"]));
        (await NextAsync(run)).ShouldBe(["K1", "K2"]);
        await EndAsync(run, "K1", ShotStatus.Ok, "k1.png");
        await EndAsync(run, "K2", ShotStatus.NeedsReview, "k2.png");
        (await NextAsync(run)).ShouldBeEmpty();

        await DecideAsync(run, "K2", ReviewDecision.Approve, "painted.png");

        var requests = await _shots.StartNextAsync(run, default);
        requests.Select(shot => shot.ShotId).ShouldBe(["C", "D"]);
        (requests[0].Request.StartFrame, requests[0].Request.EndFrame).ShouldBe(("k1.png", "painted.png"));
        requests[1].Request.SceneRefPath.ShouldBe("k1.png");
        requests[1].Request.IdentityRefs.ShouldBe(["hero.png", "painted.png", "painted.png"]);
    }

    [Fact]
    public async Task Keyframes_that_are_made_from_later_ones_of_their_scene_do_not_keep_those_waiting()
    {
        var run = await RunAsync(
            StopOnReview.Never, 10, Keyframe("A1", 1) with { SceneRefPath = "@B1" }, Keyframe("A2", 1), Keyframe("A3", 1), Keyframe("B1", 2) with { IdentityRefs = ["@A3"] });
        foreach (var next in new[] { "A3", "B1", "A1", "A2" })
        {
            (await NextAsync(run)).ShouldBe([next]);
            await EndAsync(run, next, ShotStatus.Ok, $"{next}.png");
        }
    }

    [Fact]
    public async Task A_shot_waits_again_when_what_it_is_made_from_is_not_accepted_any_more()
    {
        var run = await RunAsync(StopOnReview.Never, 1, MadeFrom("K1"), MadeFrom("X"), MadeFrom("C", startFrame: "@K1"));
        (await NextAsync(run)).ShouldBe(["K1"]);
        await EndAsync(run, "K1", ShotStatus.Ok, "k1.png");
        (await NextAsync(run)).ShouldBe(["X"]);

        await EndAsync(run, "K1", ShotStatus.Crashed, round: 2);
        await EndAsync(run, "X", ShotStatus.Ok, "x.png");
        (await NextAsync(run)).ShouldBeEmpty();

        await EndAsync(run, "K1", ShotStatus.Ok, "k3.png", round: 3);
        (await _shots.StartNextAsync(run, default)).ShouldHaveSingleItem().Request.StartFrame.ShouldBe("k3.png");
    }

    [Fact]
    public async Task A_document_of_the_first_schema_goes_on_where_it_was()
    {
        var request = (await RunAsync(StopOnReview.Never, 10)).Run! with
        {
            Shots = [Keyframe("A1", 1), Keyframe("A2", 1), Keyframe("A3", 1), Keyframe("B1", 2), Keyframe("B2", 2)],
        };
        var run = new RunState
        {
            CorrelationId = Guid.NewGuid(),
            Run = request,
            Shots =
            [
                new EarlierRunShot { ShotId = "A1", Started = true, Status = ShotStatus.Ok, Round = 1, OutputPath = "a1.png", Cost = 0.04m },
                new EarlierRunShot { ShotId = "A2" }, new EarlierRunShot { ShotId = "A3" },
                new EarlierRunShot { ShotId = "B1", Started = true }, new EarlierRunShot { ShotId = "B2" },
            ],
        };

        await _shots.UpgradeAsync(run, default);
        await _shots.UpgradeAsync(run, default);

        (run.Shots, run.ShotCount, run.Run!.Shots.Count).ShouldBe((null, 5, 0));
        run.Active.ShouldBe([new ActiveShot(3, "B1")]);
        var next = (await _shots.StartNextAsync(run, default)).ShouldHaveSingleItem();
        (next.ShotId, next.Request.Previous?.OutputPath).ShouldBe(("A2", "a1.png"));
        var totals = await _shots.SumAsync(run, default);
        (totals.Open, totals.Cost).ShouldBe((4, KnownCost.Reported(0.04m)));
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    private sealed class Profiles(Func<bool> usesSiblings) : IModelProfiles
    {
        public ModelProfile? Find(string model) => new() { Provider = "test", CostPerImage = 0.04m, EnableSiblingRefs = usesSiblings() && model != "free" };
    }
}
