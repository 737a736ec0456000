using Recoil.Contracts;
using Recoil.Models;
using Recoil.Plans;
using Recoil.Runs.Testing;

namespace Recoil.Plans.Tests;

public sealed class PlanReaderTests : IDisposable
{
    private static readonly PlanSettings s_settings = new()
    {
        Models = ModelProfiles.BuiltIn,
        Providers = new HashSet<string>(StringComparer.Ordinal) { "animatic" },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_field_arrives()
    {
        _folder.Write("refs/a.png", Png.Header);
        var run = Read("""
            {
              "$schema": "plan.schema.json", "project": "p", "run_id": "r.1", "episode_id": "e1", "model": "animatic-keyframe",
              "video_model": "animatic-clip", "budget": { "episode_cap": 12.5, "shot_cap": 0.5 }, "style_anchor": "refs/a.png",
              "stop_on_review": "scene", "max_parallel": 7,
              "shots": [
                {
                  "shot_id": "S1", "prompt": "A \"quay\".\nNight.", "pipeline": "video", "scene_index": 0, "scene_id": 4,
                  "identity_refs": ["refs/a.png", "refs/a.png"], "start_frame": "refs/a.png", "end_frame": "refs/a.png",
                  "duration": 2.5, "aspect_ratio": "16:9", "scene_ref_path": "refs/a.png", "expression_refs": ["refs/a.png"],
                  "locked_off": true, "shot_cap": 0.25, "provider_options": { "defects": "grid", "strength": 0.50 }
                },
                { "shot_id": "S2", "prompt": "B", "model": "animatic-keyframe" },
                { "shot_id": "S3", "prompt": "C", "scene_index": null }
              ]
            }
            """);

        var picture = _folder["refs/a.png"];
        run.ShouldSatisfyAllConditions(
            () => (run.Project, run.RunId, run.EpisodeId, run.Model).ShouldBe(("p", "r.1", "e1", "animatic-keyframe")),
            () => (run.EpisodeCap, run.ShotCap, run.MaxParallel).ShouldBe((12.5m, 0.5m, 7)),
            () => (run.StyleAnchor, run.StopOnReview, run.Policy).ShouldBe((picture, StopOnReview.Scene, PolicyName.Default)),
            () => run.Shots.Select(shot => shot.Model).ShouldBe(["animatic-clip", "animatic-keyframe", null]),
            () => run.Shots.ShouldAllBe(shot => shot.EpisodeId == "e1"));
        var shot = run.Shots[0];
        shot.ShouldSatisfyAllConditions(
            () => (shot.ShotId, shot.Prompt, shot.Pipeline).ShouldBe(("S1", "A \"quay\".\nNight.", "video")),
            () => (shot.SceneIndex, shot.SceneId).ShouldBe((0, 4)),
            () => shot.IdentityRefs.ShouldBe([picture, picture]),
            () => (shot.StartFrame, shot.EndFrame, shot.SceneRefPath).ShouldBe((picture, picture, picture)),
            () => shot.ExpressionRefs.ShouldBe([picture]),
            () => (shot.Duration, shot.AspectRatio, shot.LockedOff, shot.ShotCap).ShouldBe((2.5m, "16:9", true, 0.25m)),
            () => shot.ProviderOptions!.Select(option => $"{option.Key}={option.Value}").ShouldBe(["defects=grid", "strength=0.50"]));
        run.Shots[2].SceneIndex.ShouldBeNull();
    }

    [Fact]
    public void The_same_plan_is_the_same_run_and_another_is_another()
    {
        var first = Read(PlanText.Good).RunId;

        first.ShouldMatch("^run_[0-9a-f]{8}$");
        Read(PlanText.Good).RunId.ShouldBe(first);
        (Read(PlanText.Good + " ").RunId == first).ShouldBeFalse();
    }

    [Fact]
    public void A_shot_may_cost_as_much_as_the_run_when_nothing_else_is_said() => Read(PlanText.Good).ShotCap.ShouldBe(5);

    [Fact]
    public void The_command_line_stands_over_the_plan()
    {
        var run = Read(
            PlanText.Good.Replace("animatic-keyframe", "no-such-model", StringComparison.Ordinal),
            s_settings with { Model = "animatic-keyframe", EpisodeCap = 2, ShotCap = 1, MaxParallel = 9, Policy = PolicyName.Seed });

        (run.Model, run.EpisodeCap, run.ShotCap, run.MaxParallel, run.Policy).ShouldBe(("animatic-keyframe", 2m, 1m, 9, PolicyName.Seed));
    }

    [Fact]
    public void A_model_for_clips_on_the_command_line_is_for_clips_only()
    {
        var run = Read(
            PlanText.Of(PlanText.Shot, """{"shot_id":"S2","prompt":"B","pipeline":"video"}"""), s_settings with { Model = "animatic-clip" });

        (run.Model, run.Shots[0].Model, run.Shots[1].Model).ShouldBe(("animatic-keyframe", null, "animatic-clip"));
    }

    private RunRequested Read(string plan, PlanSettings? settings = null)
    {
        var reading = PlanReader.Read(_folder.Write("plan.json", plan), settings ?? s_settings);
        reading.Errors.ShouldBeEmpty();
        return reading.Run.ShouldNotBeNull();
    }
}
