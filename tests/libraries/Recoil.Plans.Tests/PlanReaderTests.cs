using System.Collections.Concurrent;
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
    public async Task Every_field_arrives()
    {
        _folder.Write("refs/a.png", Png.Header);
        var run = await ReadAsync("""
            {
              "$schema": "plan.schema.json", "project": "p", "run_id": "r.1", "episode_id": "e1", "model": "animatic-keyframe",
              "video_model": "animatic-clip", "budget": { "episode_cap": 12.5, "shot_cap": 0.5 }, "style_anchor": "refs/a.png",
              "stop_on_review": "scene", "max_parallel": 7, "priority": 80,
              "shots": [
                {
                  "shot_id": "S1", "prompt": "A \"quay\".\nNight.", "pipeline": "video", "scene_index": 0, "scene_id": 4,
                  "identity_refs": ["refs/a.png", "refs/a.png"], "start_frame": "refs/a.png", "end_frame": "refs/a.png",
                  "duration": 2.5, "aspect_ratio": "16:9", "scene_ref_path": "refs/a.png", "expression_refs": ["refs/a.png"],
                  "locked_off": true, "shot_cap": 0.25, "provider_options": { "defects": "grid", "strength": 0.50 },
                  "prompt_skeleton": "A {place}.", "wardrobe_phase_id": "w1", "wardrobe_description": "Oilskin.\nScarf.",
                  "shot_type": "", "prompt_data": { "shot_type": "wide", "lens": 35 },
                  "inputs_snapshot": { "b": 1.50, "a": [null, 12345678901234567890123, "\u00e9 \"x\""] }, "coverage_context": {}
                },
                { "shot_id": "S2", "prompt": "B", "model": "animatic-keyframe", "priority": 0 },
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
            () => (run.Priority, run.Shots[0].Priority, run.Shots[1].Priority).ShouldBe((80, null, 0)),
            () => run.Shots.ShouldAllBe(shot => shot.EpisodeId == "e1"));
        var shot = run.Shots[0];
        shot.ShouldSatisfyAllConditions(
            () => (shot.ShotId, shot.Prompt, shot.Pipeline).ShouldBe(("S1", "A \"quay\".\nNight.", "video")),
            () => (shot.SceneIndex, shot.SceneId).ShouldBe((0, 4)),
            () => shot.IdentityRefs.ShouldBe([picture, picture]),
            () => (shot.StartFrame, shot.EndFrame, shot.SceneRefPath).ShouldBe((picture, picture, picture)),
            () => shot.ExpressionRefs.ShouldBe([picture]),
            () => (shot.Duration, shot.AspectRatio, shot.LockedOff, shot.ShotCap).ShouldBe((2.5m, "16:9", true, 0.25m)),
            () => shot.ProviderOptions!.Select(option => $"{option.Key}={option.Value}").ShouldBe(["defects=grid", "strength=0.50"]),
            () => (shot.PromptSkeleton, shot.WardrobePhaseId, shot.WardrobeDescription, shot.ShotType).ShouldBe(("A {place}.", "w1", "Oilskin.\nScarf.", "")),
            () => shot.PromptData!.Text.ShouldBe("""{"shot_type":"wide","lens":35}"""),
            () => shot.InputsSnapshot!.Text.ShouldBe("""{"b":1.50,"a":[null,12345678901234567890123,"é \"x\""]}"""),
            () => shot.CoverageContext!.Text.ShouldBe("{}"),
            () => IdentityGate.Of(shot).ShotType.ShouldBe("wide"));
        run.Shots[2].SceneIndex.ShouldBeNull();
    }

    [Fact]
    public async Task Judges_are_the_plan_s_unless_a_shot_names_its_own()
    {
        var settings = s_settings with { Providers = new HashSet<string>(["animatic", "gemini", "anthropic"], StringComparer.Ordinal) };

        var run = await ReadAsync("""
            {
              "project": "p", "model": "animatic-keyframe", "video_model": "animatic-clip", "budget": { "episode_cap": 1 }, "judges": ["gemini-judge"],
              "shots": [
                { "shot_id": "S1", "prompt": "A" }, { "shot_id": "S2", "prompt": "A", "judges": [] },
                { "shot_id": "S3", "prompt": "A", "pipeline": "both", "judges": ["claude-judge", "gemini-judge"] }
              ]
            }
            """, settings);

        run.Judges.ShouldBe(["gemini-judge"]);
        run.Shots.Select(shot => shot.Judges is null ? "the run's" : string.Join('+', shot.Judges)).ShouldBe(["the run's", "", "claude-judge+gemini-judge", "claude-judge+gemini-judge"]);
    }

    [Fact]
    public async Task A_judge_that_cannot_judge_here_is_a_mistake_of_the_plan()
    {
        var path = _folder.Write("plan.json", """
            {
              "project": "p", "model": "animatic-keyframe", "budget": { "episode_cap": 1 },
              "judges": ["gemini-judg", "animatic-keyframe", "openai-judge", 3, "gemini-judge", "gemini-judge"],
              "shots": [{ "shot_id": "S1", "prompt": "A", "judges": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] }]
            }
            """);

        var reading = await PlanReader.ReadAsync(path, s_settings with { Providers = new HashSet<string>(["animatic", "gemini"], StringComparer.Ordinal) }, "plan.json");

        reading.Run.ShouldBeNull();
        reading.Errors.ShouldBe(
        [
            "plan.json: $.judges[3]: 3 is no name. Write it in quotes.",
            "plan.json: $.judges[0]: \"gemini-judg\" is no known model. Did you mean gemini-judge?",
            "plan.json: $.judges[1]: \"animatic-keyframe\" judges nothing: it has no cost_per_judgement. Use gemini-judge.",
            "plan.json: $.judges[2]: \"openai-judge\" needs the provider openai, which is not built in here. Use gemini-judge.",
            "plan.json: $.judges[4]: \"gemini-judge\" stands here twice. Keep one.",
            "plan.json: $.shots[0].judges: 10 entries, at most 9 are allowed. Each of them is paid for every take.",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_shot_of_both_is_a_keyframe_and_the_clip_that_starts_with_it()
    {
        _folder.Write("refs/a.png", Png.Header);
        var run = await ReadAsync("""
            {
              "project": "p", "episode_id": "e1", "model": "animatic-keyframe", "video_model": "animatic-clip", "budget": { "episode_cap": 12.5 },
              "shots": [
                {
                  "shot_id": "S1", "prompt": "A quay.", "pipeline": "both", "scene_index": 3, "identity_refs": ["@S2"], "end_frame": "refs/a.png",
                  "duration": 2.5, "shot_cap": 0.25, "priority": 70, "provider_options": { "seed": 1 },
                  "video_prompt": "The boat leaves.", "video_provider_options": { "seed": 2 }
                },
                { "shot_id": "S2", "prompt": "B", "pipeline": "both", "model": "animatic-keyframe", "video_model": "animatic-clip" },
                { "shot_id": "S3", "prompt": "C", "start_frame": "@S1" }
              ]
            }
            """);

        run.Shots.Select(shot => (shot.ShotId, shot.Pipeline, shot.Prompt, shot.StartFrame, shot.Model)).ShouldBe(
        [
            ("S1", "keyframe", "A quay.", null, null),
            ("S1-clip", "video", "The boat leaves.", "@S1", "animatic-clip"),
            ("S2", "keyframe", "B", null, "animatic-keyframe"),
            ("S2-clip", "video", "B", "@S2", "animatic-clip"),
            ("S3", "keyframe", "C", "@S1", null),
        ]);
        var (keyframe, clip) = (run.Shots[0], run.Shots[1]);
        (keyframe.EndFrame, clip.EndFrame).ShouldBe((null, _folder["refs/a.png"]));
        (keyframe.ProviderOptions!["seed"], clip.ProviderOptions!["seed"]).ShouldBe(("1", "2"));
        run.Shots.Take(2).ShouldAllBe(shot => shot.SceneIndex == 3 && shot.IdentityRefs.Single() == "@S2" && shot.Duration == 2.5m && shot.ShotCap == 0.25m && shot.Priority == 70);
    }

    [Theory]
    [InlineData("""{ "shot_id": "S1", "prompt": "A", "pipeline": "both", "start_frame": "@S2" }""", "$.shots[0].start_frame", "Leave it out")]
    [InlineData("""{ "shot_id": "S2-CLIP", "prompt": "A" }""", "$.shots[1].shot_id", "the id of its clip")]
    [InlineData("""{ "shot_id": "S1", "prompt": "A", "video_model": "animatic-clip" }""", "$.shots[0].video_model", "\"both\"")]
    [InlineData("""{ "shot_id": "S1", "prompt": "A", "pipeline": "both", "video_prompt": " " }""", "$.shots[0].video_prompt", "empty")]
    [InlineData("""{ "shot_id": "S1", "prompt": "A", "pipeline": "both", "video_model": "animatic-keyframe" }""", "$.shots[0].video_model", "makes no clips")]
    [InlineData("""{ "shot_id": "S1", "prompt": "A", "start_frame": "@S2-clip" }""", "$.shots[0].start_frame", "is a clip")]
    public async Task What_is_wrong_with_a_shot_of_both_is_told(string shot, string place, string mistake)
    {
        var reading = await PlanReader.ReadAsync(
            _folder.Write("both.json", $$"""
                {
                  "project": "p", "model": "animatic-keyframe", "video_model": "animatic-clip", "budget": { "episode_cap": 1 },
                  "shots": [{{shot}}, { "shot_id": "S2", "prompt": "B", "pipeline": "both" }]
                }
                """),
            s_settings);

        var wrong = reading.Mistakes.ShouldHaveSingleItem();
        wrong.Place.ShouldBe(place);
        wrong.Message.ShouldContain(mistake);
    }

    [Fact]
    public async Task The_id_of_a_shot_of_both_leaves_room_for_its_clips()
    {
        var reading = await PlanReader.ReadAsync(
            _folder.Write("long.json", $$"""
                {
                  "project": "p", "model": "animatic-keyframe", "video_model": "animatic-clip", "budget": { "episode_cap": 1 },
                  "shots": [{ "shot_id": "{{new string('S', 96)}}", "prompt": "A", "pipeline": "both" }]
                }
                """),
            s_settings);

        reading.Mistakes.ShouldHaveSingleItem().Message.ShouldContain("Use up to 95 characters");
    }

    [Fact]
    public async Task The_same_plan_is_the_same_run_and_another_is_another()
    {
        var first = (await ReadAsync(PlanText.Good)).RunId;

        first.ShouldMatch("^run_[0-9a-f]{8}$");
        (await ReadAsync(PlanText.Good)).RunId.ShouldBe(first);
        ((await ReadAsync(PlanText.Good + " ")).RunId == first).ShouldBeFalse();
    }

    [Fact]
    public async Task A_shot_may_cost_as_much_as_the_run_when_nothing_else_is_said() => (await ReadAsync(PlanText.Good)).ShotCap.ShouldBe(5);

    [Fact]
    public async Task The_command_line_stands_over_the_plan()
    {
        var run = await ReadAsync(
            PlanText.Good.Replace("animatic-keyframe", "no-such-model", StringComparison.Ordinal),
            s_settings with { Model = "animatic-keyframe", EpisodeCap = 2, ShotCap = 1, MaxParallel = 9, Policy = PolicyName.Seed });

        (run.Model, run.EpisodeCap, run.ShotCap, run.MaxParallel, run.Policy).ShouldBe(("animatic-keyframe", 2m, 1m, 9, PolicyName.Seed));
    }

    [Fact]
    public async Task A_model_for_clips_on_the_command_line_is_for_clips_only()
    {
        var run = await ReadAsync(
            PlanText.Of(PlanText.Shot, """{"shot_id":"S2","prompt":"B","pipeline":"video"}"""), s_settings with { Model = "animatic-clip" });

        (run.Model, run.Shots[0].Model, run.Shots[1].Model).ShouldBe(("animatic-keyframe", null, "animatic-clip"));
    }

    [Theory]
    [InlineData("1920:1080", "16:9")]
    [InlineData("9:16", "9:16")]
    [InlineData("239:100", "239:100")]
    [InlineData("4000:1000", "4:1")]
    public async Task An_aspect_ratio_is_in_lowest_terms(string written, string read) =>
        (await ReadAsync(PlanText.Of($$"""{"shot_id":"S1","prompt":"x","aspect_ratio":"{{written}}"}"""))).Shots[0].AspectRatio.ShouldBe(read);

    [Theory]
    [InlineData("caf\u00e9/h\u00e9ros.png", "cafe\u0301/he\u0301ros.png")]
    [InlineData("cafe\u0301/he\u0301ros.png", "caf\u00e9/h\u00e9ros.png")]
    [InlineData("refs/\uac00.png", "refs/\u1100\u1161.png")]
    public async Task A_picture_is_found_whichever_way_its_letters_are_composed(string written, string stored)
    {
        _folder.Write(stored, Png.Header);

        var shot = (await ReadAsync(PlanText.Of($$"""{"shot_id":"S1","prompt":"x","start_frame":"{{written}}","identity_refs":["{{written}}"]}"""))).Shots[0];

        File.Exists(shot.StartFrame).ShouldBeTrue();
        shot.IdentityRefs.ShouldBe([shot.StartFrame]);
    }

    [Fact]
    public async Task A_picture_is_looked_into_once_and_its_mistake_stands_where_the_plan_names_it()
    {
        foreach (var name in new[] { "a.png", "b.png", "c.png" })
            _folder.Write(name, Png.Header);
        var seen = new ConcurrentBag<string>();
        var settings = s_settings with
        {
            PictureMistake = (path, _) =>
            {
                seen.Add(Path.GetFileName(path));
                return Task.FromResult(Path.GetFileName(path) == "b.png" ? "cannot be decoded. Save it again." : null);
            },
        };

        var reading = await PlanReader.ReadAsync(
            _folder.Write("plan.json", PlanText.Of(
                """{"shot_id":"S1","prompt":"x","identity_refs":["a.png","b.png"]}""", """{"shot_id":"S2","prompt":"","start_frame":"b.png","end_frame":"c.png"}""")),
            settings, "plan.json");

        reading.Run.ShouldBeNull();
        reading.Errors.ShouldBe(
            [
                "plan.json: $.shots[1].prompt: empty. Every shot needs a prompt: say what should be seen.",
                "plan.json: $.shots[0].identity_refs[1]: \"b.png\" cannot be decoded. Save it again.",
            ]);
        seen.ShouldBe(["a.png", "b.png", "c.png"], ignoreOrder: true);
    }

    private async Task<RunRequested> ReadAsync(string plan, PlanSettings? settings = null)
    {
        var reading = await PlanReader.ReadAsync(_folder.Write("plan.json", plan), settings ?? s_settings);
        reading.Errors.ShouldBeEmpty();
        return reading.Run.ShouldNotBeNull();
    }
}
