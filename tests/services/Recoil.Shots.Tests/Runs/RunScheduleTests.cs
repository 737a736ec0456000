using Recoil.Contracts;
using Recoil.Shots.Runs;

namespace Recoil.Shots.Tests.Runs;

public sealed class RunScheduleTests
{
    private static ShotFields Keyframe(string id, int? scene = null) => new() { ShotId = id, SceneIndex = scene };

    private static ShotFields Clip(string id, int? scene = null) => new() { ShotId = id, SceneIndex = scene, Pipeline = "video" };

    private static RunState Run(StopOnReview stop, int parallel, params ShotFields[] shots) => new()
    {
        Run = new RunRequested
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
        },
        Shots = [.. shots.Select(s => new RunShot { ShotId = s.ShotId })],
    };

    private static string[] Next(RunState state, bool siblings = true) =>
        [.. RunSchedule.Next(state, _ => siblings).Select(i => state.Shots[i].ShotId)];

    private static void End(RunState state, string shotId, ShotStatus status, string? output = null)
    {
        var shot = state.Shots.Single(s => s.ShotId == shotId);
        shot.Started = true;
        shot.Status = status;
        shot.OutputPath = output;
    }

    [Fact]
    public void Keyframes_of_a_scene_start_one_after_the_other_and_scenes_side_by_side()
    {
        var state = Run(StopOnReview.Never, 10, Keyframe("A1", 1), Keyframe("A2", 1), Keyframe("B1", 2), Keyframe("B2", 2));

        Next(state).ShouldBe(["A1", "B1"]);
        state.Shots[0].Started = state.Shots[2].Started = true;
        Next(state).ShouldBeEmpty();
        End(state, "A1", ShotStatus.Ok);
        Next(state).ShouldBe(["A2"]);
    }

    [Fact]
    public void Without_neighbours_as_references_all_go_side_by_side() =>
        Next(Run(StopOnReview.Never, 10, Keyframe("A1", 1), Keyframe("A2", 1)), siblings: false).ShouldBe(["A1", "A2"]);

    [Fact]
    public void Clips_and_shots_without_a_scene_wait_for_no_other() =>
        Next(Run(StopOnReview.Never, 10, Keyframe("A1", 1), Clip("A2", 1), Keyframe("X"), Keyframe("Y"), Keyframe("A3", 1)))
            .ShouldBe(["A1", "A2", "X", "Y"]);

    [Fact]
    public void Scene_zero_is_a_scene() =>
        Next(Run(StopOnReview.Never, 10, Keyframe("A1", 0), Keyframe("A2", 0))).ShouldBe(["A1"]);

    [Fact]
    public void No_more_are_under_way_than_may_be()
    {
        var state = Run(StopOnReview.Never, 2, Keyframe("X"), Keyframe("Y"), Keyframe("Z"));
        Next(state).ShouldBe(["X", "Y"]);
        state.Shots[0].Started = state.Shots[1].Started = true;
        Next(state).ShouldBeEmpty();
        End(state, "Y", ShotStatus.Ok);
        Next(state).ShouldBe(["Z"]);
    }

    [Theory]
    [InlineData(ShotStatus.NeedsReview)]
    [InlineData(ShotStatus.IcuEscalated)]
    [InlineData(ShotStatus.AttemptsExhausted)]
    [InlineData(ShotStatus.Crashed)]
    public void A_shot_that_needs_a_person_stops_its_scene_or_the_run_or_nothing(ShotStatus status)
    {
        string[] After(StopOnReview stop)
        {
            var state = Run(stop, 10, Keyframe("A1", 1), Keyframe("A2", 1), Keyframe("B1", 2));
            End(state, "A1", status);
            return Next(state);
        }

        After(StopOnReview.Never).ShouldBe(["A2", "B1"]);
        After(StopOnReview.Scene).ShouldBe(["B1"]);
        After(StopOnReview.Run).ShouldBeEmpty();
    }

    [Fact]
    public void A_shot_that_a_person_approved_stops_nothing_and_serves_as_neighbour()
    {
        var state = Run(StopOnReview.Run, 10, Keyframe("A1", 1), Keyframe("A2", 1), Keyframe("B1", 2));
        End(state, "A1", ShotStatus.NeedsReview, "a1.png");
        Next(state).ShouldBeEmpty();
        RunSchedule.PreviousOf(state, 1).ShouldBeNull();

        state.Shots[0].ApprovedOutput = "painted.png";

        Next(state).ShouldBe(["A2", "B1"]);
        RunSchedule.PreviousOf(state, 1).ShouldBe(new ApprovedShot { ShotId = "A1", OutputPath = "painted.png", SceneIndex = 1 });
        RunSchedule.IsOver(state).ShouldBeFalse();
    }

    [Fact]
    public void A_run_is_over_when_nothing_is_under_way_and_nothing_will_start()
    {
        var state = Run(StopOnReview.Run, 10, Keyframe("A1", 1), Keyframe("A2", 1));
        RunSchedule.IsOver(state).ShouldBeFalse();
        state.Shots[0].Started = true;
        RunSchedule.IsOver(state).ShouldBeFalse();
        End(state, "A1", ShotStatus.NeedsReview);
        RunSchedule.IsOver(state).ShouldBeTrue();
    }

    [Fact]
    public void The_neighbour_is_the_nearest_accepted_keyframe_before_in_the_same_scene()
    {
        var state = Run(StopOnReview.Never, 10, Keyframe("A1", 1), Keyframe("A2", 1), Clip("A3", 1), Keyframe("B1", 2), Keyframe("A4", 1), Keyframe("X"));
        End(state, "A1", ShotStatus.Ok, "a1.png");
        End(state, "A2", ShotStatus.NeedsReview, "a2.png");
        End(state, "A3", ShotStatus.Ok, "a3.mp4");
        End(state, "B1", ShotStatus.Ok, "b1.png");

        RunSchedule.PreviousOf(state, 4).ShouldBe(new ApprovedShot { ShotId = "A1", OutputPath = "a1.png", SceneIndex = 1 });
        RunSchedule.PreviousOf(state, 3).ShouldBeNull();
        RunSchedule.PreviousOf(state, 5).ShouldBeNull();
    }
}
