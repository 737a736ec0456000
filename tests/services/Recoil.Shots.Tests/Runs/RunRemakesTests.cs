using Microsoft.Extensions.DependencyInjection;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Runs;
using Recoil.Storage.Runs;

namespace Recoil.Shots.Tests.Runs;

public sealed class RunRemakesTests : IDisposable
{
    private readonly TemporaryStore _folder = new();
    private readonly ServiceProvider _services;
    private readonly RunShots _shots;
    private readonly RunRemakes _remakes;

    public RunRemakesTests()
    {
        var services = new ServiceCollection();
        _folder.Register(services);
        services.AddSingleton<IModelProfiles>(new Profiles()).AddSingleton<RunShots>().AddSingleton<RunRemakes>();
        _services = services.BuildServiceProvider();
        _shots = _services.GetRequiredService<RunShots>();
        _remakes = _services.GetRequiredService<RunRemakes>();
    }

    /// <summary>A keyframe; two that are made from it; one that is made from one of these; and one that is made from nothing.</summary>
    private static ShotFields[] Family =>
    [
        new() { ShotId = "A", Prompt = "A" },
        new() { ShotId = "B", Pipeline = "video", StartFrame = "@A" },
        new() { ShotId = "C", SceneRefPath = "@A" },
        new() { ShotId = "D", Pipeline = "video", StartFrame = "@C", EndFrame = "@A" },
        new() { ShotId = "E" },
    ];

    private async Task<RunState> RunAsync(params ShotFields[] shots)
    {
        var request = new RunRequested { Project = "harbour", RunId = "run", EpisodeId = "E01", Model = "model", EpisodeCap = 10, ShotCap = 1, MaxParallel = 10, Shots = shots };
        var run = new RunState { CorrelationId = Guid.NewGuid(), Run = request with { Shots = [] }, ShotCount = shots.Length };
        await _shots.BeginAsync(run, request, default);
        return run;
    }

    /// <summary>The family, all made and accepted.</summary>
    private async Task<RunState> MadeAsync()
    {
        var run = await RunAsync(Family);
        while (await _shots.StartNextAsync(run, default) is { Count: > 0 } started)
        {
            foreach (var shot in started)
                await EndAsync(run, shot.ShotId, $"{shot.ShotId}1");
        }

        (await StandsAsync(run)).ShouldBe("A:A1 B:B1 C:C1 D:D1 E:E1");
        return run;
    }

    private Task EndAsync(RunState run, string shotId, string? output, int round = 1, Guid? remake = null, ShotStatus status = ShotStatus.Ok, string? failureMode = null) =>
        _shots.NoteEndAsync(run, EndOf(shotId, output, round, remake, status, failureMode), default);

    private static ShotCompleted EndOf(string shotId, string? output, int round, Guid? remake = null, ShotStatus status = ShotStatus.Ok, string? failureMode = null) => new()
    {
        CorrelationId = ShotIdentity.OfShot("harbour", "run", shotId), Project = "harbour", RunId = "run", ShotId = shotId, Status = status, OutputPath = output,
        Round = round, RemakeId = remake, FailureMode = failureMode, OpId = "op", CostUsd = 0.04m, Attempts = 1, Takes = 1, At = DateTimeOffset.UnixEpoch,
    };

    private static RemakeShots Ask(params string[] shots) => new() { RemakeId = Guid.NewGuid(), Project = "harbour", RunId = "run", By = "Ida", Shots = shots };

    private Task<RemakeAnswered> MarkAsync(RunState run, RemakeShots request) => _remakes.MarkAsync(run, request, default);

    private async Task<string[]> NextAsync(RunState run) => [.. (await _shots.StartNextAsync(run, default)).Select(shot => shot.Remake is null ? shot.ShotId : $"{shot.ShotId} again")];

    private async Task<IReadOnlyList<ShotProgress>> ReadAsync(RunState run) => await _services.GetRequiredService<IRunShots>().ReadAsync(run.Plan!.Value, 0, 100, default);

    private async Task<string> StandsAsync(RunState run) => string.Join(' ', (await ReadAsync(run)).Select(shot => $"{shot.ShotId}:{shot.AcceptedOutput ?? "-"}"));

    [Fact]
    public async Task A_shot_that_has_ended_is_made_again_and_counts_as_accepted_only_when_it_is()
    {
        var run = await MadeAsync();
        var request = Ask("A") with { EditedPrompt = "Softer", ExtraBudget = 0.5m, Note = "too hard" };

        var answer = await MarkAsync(run, request);

        answer.Remade.ShouldBe(["A"]);
        answer.LeftAlone.ShouldBeEmpty();
        answer.BuiltOn.ShouldBe(["B", "C", "D"]);
        (await StandsAsync(run)).ShouldBe("A:- B:B1 C:C1 D:D1 E:E1");
        var started = (await _shots.StartNextAsync(run, default)).ShouldHaveSingleItem();
        var remake = started.Remake.ShouldNotBeNull();
        (remake.RemakeId, remake.Round, remake.EditedPrompt, remake.ExtraBudget, remake.By, remake.Note).ShouldBe((request.RemakeId, 1, "Softer", 0.5m, "Ida", "too hard"));
        remake.Shot.ShouldBe(started.Request);
        run.Active.ShouldBe([new ActiveShot(0, "A", 1)]);

        await EndAsync(run, "A", "A2", round: 2, remake.RemakeId);

        run.Active.ShouldBeEmpty();
        (await StandsAsync(run)).ShouldBe("A:A2 B:B1 C:C1 D:D1 E:E1");
        (await NextAsync(run)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_built_on_a_shot_waits_until_that_is_accepted_again_and_uses_its_new_take()
    {
        var run = await MadeAsync();
        var request = Ask("A") with { After = "A", EditedPrompt = "Softer", ExtraBudget = 1 };

        var answer = await MarkAsync(run, request);

        answer.Remade.ShouldBe(["A", "B", "C", "D"]);
        answer.BuiltOn.ShouldBeEmpty();
        (await _shots.StartNextAsync(run, default)).ShouldHaveSingleItem().Remake.ShouldNotBeNull().EditedPrompt.ShouldBe("Softer");
        await EndAsync(run, "A", "A2", 2, request.RemakeId);
        var next = await _shots.StartNextAsync(run, default);
        next.Select(shot => shot.ShotId).ShouldBe(["B", "C"]);
        next.ShouldAllBe(shot => shot.Remake!.EditedPrompt == null && shot.Remake.ExtraBudget == 0);
        (next[0].Request.StartFrame, next[1].Request.SceneRefPath).ShouldBe(("A2", "A2"));
        await EndAsync(run, "C", "C2", 2, request.RemakeId);
        var last = (await _shots.StartNextAsync(run, default)).ShouldHaveSingleItem();
        (last.Request.StartFrame, last.Request.EndFrame).ShouldBe(("C2", "A2"));
    }

    [Fact]
    public async Task A_shot_whose_remake_is_not_accepted_keeps_what_is_made_from_it_waiting_until_a_person_approves()
    {
        var run = await MadeAsync();
        var request = Ask("A", "B");
        await MarkAsync(run, request);
        await NextAsync(run);

        await EndAsync(run, "A", "A2", 2, request.RemakeId, ShotStatus.NeedsReview);
        (await NextAsync(run)).ShouldBeEmpty();

        var shot = ShotIdentity.OfShot("harbour", "run", "A");
        await _shots.NoteDecisionAsync(run, new ReviewClosed
        {
            CorrelationId = shot, ReviewId = ShotIdentity.OfReview(shot, 2), Project = "harbour", RunId = "run", ShotId = "A", Decision = ReviewDecision.Approve, By = "Ida",
            OutputPath = "A2", At = DateTimeOffset.UnixEpoch,
        }, default);
        (await NextAsync(run)).ShouldBe(["B again"]);
    }

    [Fact]
    public async Task Only_what_is_made_from_a_shot_comes_after_it_and_not_the_next_keyframe_of_its_scene()
    {
        var run = await RunAsync(new ShotFields { ShotId = "A", SceneIndex = 1 }, new ShotFields { ShotId = "B", SceneIndex = 1 }, new ShotFields { ShotId = "C", SceneIndex = 1, SceneRefPath = "@A" });
        foreach (var id in new[] { "A", "B", "C" })
        {
            (await NextAsync(run)).ShouldBe([id]);
            await EndAsync(run, id, $"{id}1");
        }

        (await MarkAsync(run, Ask("B") with { After = "A" })).Remade.ShouldBe(["B", "C"]);

        // In the order of the scene's keyframes.
        (await NextAsync(run)).ShouldBe(["B again"]);
    }

    [Fact]
    public async Task A_keyframe_that_could_start_waits_for_an_earlier_one_that_is_made_again()
    {
        var run = await RunAsync(new ShotFields { ShotId = "A", SceneIndex = 1 }, new ShotFields { ShotId = "B", SceneIndex = 1 });
        await NextAsync(run);
        await EndAsync(run, "A", "A1");
        var request = Ask("A");
        await MarkAsync(run, request);

        (await NextAsync(run)).ShouldBe(["A again"]);
        await EndAsync(run, "A", "A2", 2, request.RemakeId);
        (await _shots.StartNextAsync(run, default)).ShouldHaveSingleItem().Request.Previous.ShouldNotBeNull().OutputPath.ShouldBe("A2");
    }

    [Fact]
    public async Task What_has_not_ended_or_never_began_or_is_not_there_is_left_alone_and_named()
    {
        var run = await RunAsync(Family);
        await NextAsync(run);
        await EndAsync(run, "E", "E1", status: ShotStatus.NeedsReview, failureMode: "outcome_unknown");

        var answer = await MarkAsync(run, Ask("A", "B", "E", "X"));

        answer.Remade.ShouldBeEmpty();
        answer.LeftAlone.Select(shot => (shot.ShotId, shot.Reason)).ShouldBe(
            [("X", LeftAloneReason.UnknownShot), ("A", LeftAloneReason.NotEnded), ("B", LeftAloneReason.NotStarted), ("E", LeftAloneReason.OutcomeUnknown)], ignoreOrder: true);
        (await MarkAsync(run, Ask() with { After = "X" })).Refusal.ShouldBe("The run has no shot X.");
        (await NextAsync(run)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_request_makes_a_shot_again_once_also_after_that_has_ended()
    {
        var run = await MadeAsync();
        var first = Ask("A");
        await MarkAsync(run, first);
        (await NextAsync(run)).ShouldBe(["A again"]);
        (await MarkAsync(run, first)).Remade.ShouldBe(["A"]);
        (await MarkAsync(run, Ask("A"))).LeftAlone.ShouldHaveSingleItem().Reason.ShouldBe(LeftAloneReason.BeingRemade);
        await EndAsync(run, "A", "A2", 2, first.RemakeId);
        var second = Ask("A");
        await MarkAsync(run, second);
        await NextAsync(run);
        await EndAsync(run, "A", "A3", 3, second.RemakeId);

        (await MarkAsync(run, first)).Remade.ShouldBe(["A"]);
        run.Remakes.Clear();
        (await MarkAsync(run, first)).Remade.ShouldBe(["A"]);

        (await NextAsync(run)).ShouldBeEmpty();
        (await StandsAsync(run)).ShouldBe("A:A3 B:B1 C:C1 D:D1 E:E1");
    }

    [Fact]
    public async Task A_request_that_left_a_shot_alone_does_not_make_it_again_when_it_comes_once_more()
    {
        var run = await RunAsync(Family);
        await NextAsync(run);
        var request = Ask("A");
        await MarkAsync(run, request);
        await EndAsync(run, "A", "A1");

        (await MarkAsync(run, request)).Remade.ShouldBeEmpty();

        (await StandsAsync(run)).ShouldStartWith("A:A1 ");
    }

    [Fact]
    public async Task A_step_that_is_repeated_finds_the_marks_of_the_first_one()
    {
        var run = await MadeAsync();
        var before = new RunState { CorrelationId = run.CorrelationId, Run = run.Run, Plan = run.Plan, ShotCount = 5 };
        var request = Ask("A", "B");
        var answer = await MarkAsync(run, request);
        (await NextAsync(run)).ShouldBe(["A again"]);

        (await MarkAsync(before, request)).Remade.ShouldBe(answer.Remade);
        (await NextAsync(before)).ShouldBe(["A again"]);

        before.Active.ShouldBe(run.Active);
        before.Remakes.ShouldBe(run.Remakes);
        (await ReadAsync(run))[0].Remake!.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_end_of_the_round_before_changes_nothing_for_a_shot_that_is_made_again()
    {
        var run = await MadeAsync();
        await MarkAsync(run, Ask("A"));
        await NextAsync(run);

        await EndAsync(run, "A", "A1");

        run.Active.ShouldHaveSingleItem().ShotId.ShouldBe("A");
        (await StandsAsync(run)).ShouldStartWith("A:- ");
    }

    [Fact]
    public async Task A_remake_that_a_person_s_re_roll_overtook_is_asked_for_once_more_with_the_later_round()
    {
        var run = await MadeAsync();
        var request = Ask("A");
        await MarkAsync(run, request);
        await NextAsync(run);

        await EndAsync(run, "A", "A2", round: 2);

        (await StandsAsync(run)).ShouldStartWith("A:- ");
        var again = (await _shots.StartNextAsync(run, default)).ShouldHaveSingleItem().Remake.ShouldNotBeNull();
        (again.RemakeId, again.Round).ShouldBe((request.RemakeId, 2));
        await EndAsync(run, "A", "A2", round: 2);
        run.Active.ShouldBe([new ActiveShot(0, "A", 2)]);
        await EndAsync(run, "A", "A3", round: 3, request.RemakeId);
        (await StandsAsync(run)).ShouldStartWith("A:A3 ");
        run.Active.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_remake_that_was_overtaken_is_asked_for_once_more_in_whichever_step_takes_that_end_in()
    {
        var run = await MadeAsync();
        await MarkAsync(run, Ask("A", "E"));
        await NextAsync(run);
        await _shots.NoteEndAsync(run.Plan!.Value, StopOnReview.Never, EndOf("A", "A2", round: 2), default);

        (await _shots.TakeInEndsAsync(run, EndOf("E", "E2", round: 2, run.Remakes[0]), default)).ShouldBeTrue();

        run.Active.ShouldBeEmpty();
        (await _shots.StartNextAsync(run, default)).ShouldHaveSingleItem().Replaces.ShouldBe(2);
    }

    [Fact]
    public async Task Requested_again_the_run_asks_for_the_remake_again_and_for_what_was_built_before_with_the_takes_of_then()
    {
        var run = await MadeAsync();
        await MarkAsync(run, Ask("A"));
        await NextAsync(run);
        await MarkAsync(run, Ask("C"));

        var (requests, _) = await _shots.StartedAsync(run, 0, 10, default);

        requests.Select(shot => shot.ShotId).ShouldBe(["A", "B", "D", "E"]);
        requests[0].Remake.ShouldNotBeNull().Round.ShouldBe(1);
        requests.Skip(1).ShouldAllBe(shot => shot.Remake == null);
        (requests[1].Request.StartFrame, requests[2].Request.StartFrame, requests[2].Request.EndFrame).ShouldBe(("A1", "C1", "A1"));
    }

    [Fact]
    public async Task When_the_run_is_cancelled_what_was_not_made_again_yet_stands_as_it_did()
    {
        var run = await MadeAsync();
        await MarkAsync(run, Ask("A", "B", "E"));
        await NextAsync(run);
        run.Active.RemoveAll(shot => shot.ShotId == "E");

        await _remakes.WithdrawAsync(run, default);
        run.Cancelled = new Cancellation("Ida", null);

        (await StandsAsync(run)).ShouldBe("A:- B:B1 C:C1 D:D1 E:E1");
        (await _shots.SumAsync(run, default)).Open.ShouldBe(1);
        (await MarkAsync(run, Ask("C"))).Refusal.ShouldBe("The run was cancelled by Ida. It makes nothing more.");
    }

    [Fact]
    public async Task No_more_are_made_again_at_once_than_may_be_under_way()
    {
        var run = await MadeAsync();
        run.Run = run.Run! with { MaxParallel = 1 };
        await MarkAsync(run, Ask("A", "E"));

        (await NextAsync(run)).ShouldBe(["A again"]);
        (await NextAsync(run)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_another_shot_has_stopped_for_review_makes_nothing_again_until_that_is_decided()
    {
        var run = await MadeAsync();
        run.Run = run.Run! with { StopOnReview = StopOnReview.Run };
        await MarkAsync(run, Ask("E"));
        await NextAsync(run);
        await EndAsync(run, "E", "E2", 2, run.Remakes[0], ShotStatus.NeedsReview);
        await MarkAsync(run, Ask("A"));
        (await NextAsync(run)).ShouldBeEmpty();
        (await _remakes.MayStartAsync(run, default)).ShouldBeFalse();

        await MarkAsync(run, Ask("E"));

        (await _remakes.MayStartAsync(run, default)).ShouldBeTrue();
        (await NextAsync(run)).ShouldBe(["A again", "E again"]);
    }

    [Fact]
    public async Task A_run_that_could_not_go_on_may_be_opened_for_what_is_made_again()
    {
        var run = await MadeAsync();
        await MarkAsync(run, Ask("A"));
        run.Failure = "no room";

        (await NextAsync(run)).ShouldBeEmpty();
        (await _remakes.MayStartAsync(run, default)).ShouldBeTrue();
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    private sealed class Profiles : IModelProfiles
    {
        public ModelProfile? Find(string model) => new() { Provider = "test" };
    }
}
