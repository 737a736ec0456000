using System.Diagnostics;
using System.Text;
using Recoil.Cli.Commands;
using Recoil.Cli.Tests.Fixtures;
using Recoil.Models;
using Recoil.Runs.Testing;
using static Recoil.Runs.Testing.PlanText;

namespace Recoil.Cli.Tests.Plans;

public sealed class BadPlanTests
{
    private static readonly string KnownModels = string.Join(
        ", ", ModelProfiles.BuiltIn.Names.Where(name => ModelProfiles.BuiltIn.Find(name) is not { CostPerImage: null, CostPerSecond: null }));

    /// <summary>What the plan holds, and the one line that the user reads behind <c>plan.json: </c>.</summary>
    public static TheoryData<string, string> Mistakes => new()
    {
        // Not JSON.
        { "", "is empty. Write a plan, such as the one in examples/minimal.json." },
        { " \n\t", "is empty. Write a plan, such as the one in examples/minimal.json." },
        { "{\n  project: 1\n}", "line 2, column 3: not JSON: 'p' is an invalid start of a property name. Expected a '\"'." },
        { "{\"project\":\"ü\",\n \"é\": x}", "line 2, column 7: not JSON: 'x' is an invalid start of a value." },
        { "{\n  // a note\n}", "line 2, column 3: comments are not part of JSON. Remove it." },
        { "{\"project\":\"p\",}", "line 1, column 16: not JSON: The JSON object contains a trailing comma at the end which is not supported in this mode." },
        { "{\"project\":NaN}", "line 1, column 12: not JSON: 'N' is an invalid start of a value." },
        { new string('[', 100), "line 1, column 65: not JSON: nested more than 64 levels deep." },
        { "{} {}", "line 1, column 4: not JSON: '{' is invalid after a single JSON value. Expected end of data." },

        // Not a plan.
        { "[]", "$: a list is no object. Write fields between { and }." },
        { "null", "$: null is no object. Write fields between { and }." },
        { With("\"promt\":1,", Shot), "$.promt: unknown field. Remove it. Known here: $schema, budget, episode_id, judges, max_parallel, model, priority, project, run_id, shots, stop_on_review, style_anchor, video_model." },
        { With("\"modle\":\"x\",", Shot), "$.modle: unknown field. Did you mean model?" },
        { With("\"Shots\":[],", Shot), "$.Shots: unknown field. Did you mean shots?" },
        { With("\"a\\u001b[31m\":1,", Shot), "$[\"a\\u001b[31m\"]: unknown field. Remove it. Known here: $schema, budget, episode_id, judges, max_parallel, model, priority, project, run_id, shots, stop_on_review, style_anchor, video_model." },
        { With("\"\\ud800\":1,", Shot), "$: a field's name holds half a character (a lone surrogate). Rename it." },
        { With("\"model\":\"animatic-keyframe\",", Shot), "$.model: stands here twice. Keep one." },
        { Good.Replace("\"project\":\"p\",", "", StringComparison.Ordinal), "$.project: missing. Name the project that the run belongs to." },
        { Good.Replace("\"p\"", "\"a.b\"", StringComparison.Ordinal), "$.project: \"a.b\" cannot be a file name. Use up to 100 letters a-z, digits, _ and -, beginning with a letter, a digit or _." },
        { With("\"run_id\":\"../x\",", Shot), "$.run_id: \"../x\" cannot be a file name. Use up to 100 letters a-z, digits, _, - and ., beginning with a letter, a digit or _." },
        { With("\"stop_on_review\":\"always\",", Shot), "$.stop_on_review: \"always\" is no rule. Use never, scene or run." },
        { With("\"max_parallel\":0,", Shot), "$.max_parallel: 0 is out of range. Give how many shots may be under way at once, 1 to 64." },
        { With("\"max_parallel\":2.5,", Shot), "$.max_parallel: 2.5 is out of range. Give how many shots may be under way at once, 1 to 64." },
        { With("\"style_anchor\":\"refs/none.png\",", Shot), "$.style_anchor: \"refs/none.png\" no such file beside the plan. Looked for {folder}/refs/none.png." },

        // Shots that are made from others.
        { WithShot("\"scene_ref_path\":\"@harbour\""), "$.shots[0].scene_ref_path: \"harbour\" is no shot of this plan. Name one of its shots, or write ./@harbour for a file." },
        { WithShot("\"identity_refs\":[\"@S2\"]"), "$.shots[0].identity_refs[0]: \"S2\" is no shot of this plan. Did you mean @S1?" },
        { WithShot("\"scene_ref_path\":\"@S1\""), "$.shots: no shot can be first: S1 is made from S1. Take one of these references out." },
        {
            Of(Shot, """{"shot_id":"S2","prompt":"A quay.","scene_ref_path":"@S3"}""", """{"shot_id":"S3","prompt":"A quay.","identity_refs":["@S1","@S4"]}""",
                """{"shot_id":"S4","prompt":"A quay.","identity_refs":["@S2"]}"""),
            "$.shots: no shot can be first: S2 is made from S3 is made from S4 is made from S2. Take one of these references out."
        },
        {
            With("\"video_model\":\"animatic-clip\",", """{"shot_id":"S1","prompt":"A quay.","pipeline":"video"}""", """{"shot_id":"S2","prompt":"A quay.","scene_ref_path":"@S1"}"""),
            "$.shots[1].scene_ref_path: \"S1\" is a clip, and this needs a picture. Name a keyframe."
        },

        // Money.
        { Good.Replace("\"budget\":{\"episode_cap\":5},", "", StringComparison.Ordinal), "$.budget.episode_cap: missing. Say how many US dollars the run may spend, here or with --budget." },
        { Good.Replace(":5}", ":-3}", StringComparison.Ordinal), "$.budget.episode_cap: -3 is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { Good.Replace(":5}", ":1000000.01}", StringComparison.Ordinal), "$.budget.episode_cap: 1000000.01 is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { Good.Replace(":5}", ":1e400}", StringComparison.Ordinal), "$.budget.episode_cap: 1e400 is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { Good.Replace(":5}", ":\"NaN\"}", StringComparison.Ordinal), "$.budget.episode_cap: \"NaN\" is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { Good.Replace("{\"episode_cap\":5}", "5", StringComparison.Ordinal).Replace("\"budget\":5", "\"budget\":{\"episode_cap\":5,\"shot_cap\":true}", StringComparison.Ordinal), "$.budget.shot_cap: true is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { WithShot("\"shot_cap\":-0.01"), "$.shots[0].shot_cap: -0.01 is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },

        // Models.
        { Good.Replace("animatic-keyframe", "animatik-keyframe", StringComparison.Ordinal), "$.model: \"animatik-keyframe\" is no known model. Did you mean animatic-keyframe?" },
        { Good.Replace("animatic-keyframe", "dall-e", StringComparison.Ordinal), $"$.model: \"dall-e\" is no known model. Known: {KnownModels}." },
        { Good.Replace("animatic-keyframe", "gemini-3-pro-image", StringComparison.Ordinal), "$.model: \"gemini-3-pro-image\" needs the account gemini: RECOIL_TEST_NO_SUCH_KEY is not set. Mend that, or use animatic-clip or animatic-keyframe." },
        { Good.Replace("\"model\":\"animatic-keyframe\",", "", StringComparison.Ordinal), "$.model: missing. $.shots[0] is a keyframe: name a model, such as animatic-keyframe, here or with --model." },
        { Good.Replace("animatic-keyframe", "animatic-clip", StringComparison.Ordinal), "$.model: \"animatic-clip\" makes no keyframes. Use animatic-keyframe." },
        { WithShot("\"pipeline\":\"video\""), "$.video_model: missing. $.shots[0] is a clip: name a model for clips, such as animatic-clip." },
        { With("\"video_model\":\"animatic-keyframe\",", Shot), "$.video_model: \"animatic-keyframe\" makes no clips. Use animatic-clip." },
        { WithShot("\"model\":\"kling-v3\""), "$.shots[0].model: \"kling-v3\" needs the account kling: RECOIL_TEST_NO_SUCH_KEY is not set. Mend that, or use animatic-clip or animatic-keyframe." },
        { WithShot("\"pipeline\":\"video\",\"model\":\"animatic-keyframe\""), "$.shots[0].model: \"animatic-keyframe\" makes no clips. Use animatic-clip." },

        // Shots.
        { Of(), "$.shots: empty. List the shots to make." },
        { "{\"project\":\"p\",\"budget\":{\"episode_cap\":5}}", "$.shots: missing. List the shots to make." },
        { Good.Replace("[", "{\"a\":[", StringComparison.Ordinal).Replace("]", "]}", StringComparison.Ordinal), "$.shots: an object is no list. Write entries between [ and ]." },
        { Of("7"), "$.shots[0]: 7 is no object. Write fields between { and }." },
        { Of("""{"prompt":"x"}"""), "$.shots[0].shot_id: missing. Give every shot an id, such as SH010." },
        { Of("""{"shot_id":"a/b","prompt":"x"}"""), "$.shots[0].shot_id: \"a/b\" cannot be a file name. Use up to 100 letters a-z, digits, _, - and ., beginning with a letter, a digit or _." },
        { Of("""{"shot_id":"..","prompt":"x"}"""), "$.shots[0].shot_id: \"..\" cannot be a file name. Use up to 100 letters a-z, digits, _, - and ., beginning with a letter, a digit or _." },
        { Of("""{"shot_id":"","prompt":"x"}"""), "$.shots[0].shot_id: \"\" cannot be a file name. Use up to 100 letters a-z, digits, _, - and ., beginning with a letter, a digit or _." },
        { Of("""{"shot_id":"aux.v2","prompt":"x"}"""), "$.shots[0].shot_id: \"aux.v2\" cannot be a file name: it is a device on Windows. Choose another, such as aux_1." },
        { Of("""{"shot_id":"SH010.","prompt":"x"}"""), "$.shots[0].shot_id: \"SH010.\" cannot be a file name: Windows drops the full stop at its end. Leave it out." },
        { Of("""{"shot_id":"é","prompt":"x"}"""), "$.shots[0].shot_id: \"é\" cannot be a file name. Use up to 100 letters a-z, digits, _, - and ., beginning with a letter, a digit or _." },
        { Of("""{"shot_id":"a\u0000","prompt":"x"}"""), "$.shots[0].shot_id: holds the control character \\u0000. Remove it." },
        { Of("""{"shot_id":4,"prompt":"x"}"""), "$.shots[0].shot_id: 4 is no text. Write text in quotes." },
        { Of(Shot, """{"shot_id":"s1","prompt":"x"}"""), "$.shots[1].shot_id: \"s1\" is the id of $.shots[0].shot_id too. Give every shot an id of its own; case does not count." },
        { Of("""{"shot_id":"S1"}"""), "$.shots[0].prompt: missing. Every shot needs a prompt: say what should be seen." },
        { Of("""{"shot_id":"S1","prompt":null}"""), "$.shots[0].prompt: missing. Every shot needs a prompt: say what should be seen." },
        { Of("""{"shot_id":"S1","prompt":" \n"}"""), "$.shots[0].prompt: empty. Every shot needs a prompt: say what should be seen." },
        { Of("""{"shot_id":"S1","prompt":["x"]}"""), "$.shots[0].prompt: a list is no text. Write text in quotes." },
        { Of("""{"shot_id":"S1","prompt":"\u001b[31mred"}"""), "$.shots[0].prompt: holds the control character \\u001b. Remove it." },
        { Of("""{"shot_id":"S1","prompt":"\ud800"}"""), "$.shots[0].prompt: holds half a character (a lone surrogate). Write the character itself." },
        { Of($$"""{"shot_id":"S1","prompt":"{{new string('x', 1_000_000)}}"}"""), $"$.shots[0].prompt: \"{new string('x', 60)}…\" has 1,000,000 characters. Shorten it to at most 10,000." },
        { WithShot("\"pipeline\":\"keyframes\""), "$.shots[0].pipeline: \"keyframes\" is no pipeline. Use keyframe, video or both." },
        { WithShot("\"scene_index\":\"1\""), "$.shots[0].scene_index: \"1\" is out of range. Number scenes with whole numbers from 0." },
        { WithShot("\"scene_index\":-1"), "$.shots[0].scene_index: -1 is out of range. Number scenes with whole numbers from 0." },
        { WithShot("\"scene_idx\":1"), "$.shots[0].scene_idx: unknown field. Did you mean scene_id?" },
        { WithShot("\"duration\":0"), "$.shots[0].duration: 0 is no length of a clip. Give seconds, more than 0 and at most 60." },
        { WithShot("\"duration\":60.5"), "$.shots[0].duration: 60.5 is no length of a clip. Give seconds, more than 0 and at most 60." },
        { WithShot("\"aspect_ratio\":\"wide\""), "$.shots[0].aspect_ratio: \"wide\" is no aspect ratio. Write width to height in whole numbers, such as 16:9 or 239:100." },
        { WithShot("\"aspect_ratio\":\"16:0\""), "$.shots[0].aspect_ratio: \"16:0\" is no aspect ratio. Write width to height in whole numbers, such as 16:9 or 239:100." },
        { WithShot("\"aspect_ratio\":\"2.39:1\""), "$.shots[0].aspect_ratio: \"2.39:1\" is no aspect ratio. Write width to height in whole numbers, such as 16:9 or 239:100." },
        { WithShot("\"aspect_ratio\":\"0016:0009\""), "$.shots[0].aspect_ratio: \"0016:0009\" is no aspect ratio. Write width to height in whole numbers, such as 16:9 or 239:100." },
        { WithShot("\"aspect_ratio\":\" 16:9\""), "$.shots[0].aspect_ratio: \" 16:9\" is no aspect ratio. Write width to height in whole numbers, such as 16:9 or 239:100." },
        { WithShot("\"aspect_ratio\":\"1:9\""), "$.shots[0].aspect_ratio: \"1:9\" is too long and thin. Use at most 4:1 or 1:4." },
        { WithShot("\"locked_off\":\"yes\""), "$.shots[0].locked_off: \"yes\" is neither true nor false. Write true or false without quotes." },
        { WithShot("\"provider_options\":[]"), "$.shots[0].provider_options: a list is no object. Write settings between { and }." },
        { WithShot("\"provider_options\":{\"seed\":true}"), "$.shots[0].provider_options.seed: true is no setting. Write text or a number." },
        { WithShot("\"priority\":101"), "$.shots[0].priority: 101 is out of range. Give 0 to 100: a higher one comes first." },
        { With("\"priority\":\"high\",", Shot), "$.priority: \"high\" is out of range. Give 0 to 100: a higher one comes first." },
        { WithShot("\"prompt_skeleton\":3"), "$.shots[0].prompt_skeleton: 3 is no text. Write text in quotes." },
        { WithShot("\"wardrobe_phase_id\":\"a\\nb\""), "$.shots[0].wardrobe_phase_id: \"a\\u000ab\" has a line break or a tab. Write one line." },
        { WithShot($"\"wardrobe_phase_id\":\"{new string('w', 101)}\""), $"$.shots[0].wardrobe_phase_id: \"{new string('w', 60)}…\" has 101 characters. Shorten it to at most 100." },
        { WithShot("\"shot_type\":[]"), "$.shots[0].shot_type: a list is no text. Write text in quotes." },
        { WithShot("\"prompt_data\":7"), "$.shots[0].prompt_data: 7 is no object. Write fields between { and }." },
        { WithShot("\"prompt_data\":{\"shot_type\":[1, 2]}"), "$.shots[0].prompt_data: has the shot_type [1,2]. Write one line of text of at most 100 characters." },
        { WithShot("\"coverage_context\":\"cov_1\""), "$.shots[0].coverage_context: \"cov_1\" is no object. Write fields between { and }." },
        { WithShot("\"inputs_snapshot\":{\"a\":[{\"b\":1,\"b\":2}]}"), "$.shots[0].inputs_snapshot.a[0].b: stands here twice. Keep one." },
        { WithShot("\"inputs_snapshot\":[\"\\ud800\"]"), "$.shots[0].inputs_snapshot: holds half a character (a lone surrogate). Write the character itself." },
        { WithShot($"\"inputs_snapshot\":{new string('[', 33)}{new string(']', 33)}"), "$.shots[0].inputs_snapshot: is nested 33 levels deep, at most 32 are allowed. Flatten it." },
        { WithShot($"\"inputs_snapshot\":\"{new string('x', 100_000)}\""), "$.shots[0].inputs_snapshot: has 100,002 characters. Shorten it to at most 100,000." },

        // Files.
        { WithShot("\"start_frame\":\"refs/none.png\""), "$.shots[0].start_frame: \"refs/none.png\" no such file beside the plan. Looked for {folder}/refs/none.png." },
        { WithShot("\"identity_refs\":[\"refs/a.png\",\"../a.png\"]"), "$.shots[0].identity_refs[1]: \"../a.png\" leads out of the plan's folder. Put the file into the plan's folder and name it from there." },
        { WithShot("\"identity_refs\":[\"refs/../refs/a.png\"]"), "$.shots[0].identity_refs[0]: \"refs/../refs/a.png\" leads out of the plan's folder. Put the file into the plan's folder and name it from there." },
        { WithShot("\"end_frame\":\"/etc/passwd\""), "$.shots[0].end_frame: \"/etc/passwd\" leads out of the plan's folder. Put the file into the plan's folder and name it from there." },
        { WithShot("\"scene_ref_path\":\"leak.png\""), "$.shots[0].scene_ref_path: \"leak.png\" is a link that leads out of the plan's folder. Put a copy of the file into the plan's folder." },
        { WithShot("\"scene_ref_path\":\"up/leak.png\""), "$.shots[0].scene_ref_path: \"up/leak.png\" is a link that leads out of the plan's folder. Put a copy of the file into the plan's folder." },
        { WithShot("\"expression_refs\":[\"refs\"]"), "$.shots[0].expression_refs[0]: \"refs\" is a folder. Name a picture." },
        { WithShot("\"expression_refs\":[1]"), "$.shots[0].expression_refs[0]: 1 is no file name. Write the picture's name in quotes." },
        { WithShot("\"expression_refs\":\"refs/a.png\""), "$.shots[0].expression_refs: \"refs/a.png\" is no list. Write entries between [ and ]." },
        { WithShot("\"end_frame\":\"https://a.example/x.png\""), "$.shots[0].end_frame: \"https://a.example/x.png\" is an address. Put a copy of the file into the plan's folder and name that." },
        { WithShot("\"end_frame\":\"refs\\\\a.png\""), "$.shots[0].end_frame: \"refs\\a.png\" has a backslash. Separate folders with /." },
        { WithShot("\"end_frame\":\"\""), "$.shots[0].end_frame: \"\" names no file. Leave the field out, or name a picture." },
        { WithShot("\"end_frame\":\"note.txt\""), "$.shots[0].end_frame: \"note.txt\" is no picture. Use a PNG, JPEG or WebP file." },
        { WithShot($"\"identity_refs\":[{string.Join(',', Enumerable.Repeat("\"refs/a.png\"", 17))}]"), "$.shots[0].identity_refs: 17 entries, at most 16 are allowed. Keep the most telling ones." },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_one_line_and_nothing_starts(string plan, string line)
    {
        using var invocation = new Invocation();
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("secret.png", Png.Header);
        File.CreateSymbolicLink(invocation.Folder["leak.png"], elsewhere["secret.png"]);
        Directory.CreateSymbolicLink(invocation.Folder["up"], elsewhere.Path);
        elsewhere.Write("leak.png", Png.Header);
        invocation.Folder.Write("note.txt", "no picture");
        invocation.Folder.Write("plan.json", plan);

        (await invocation.RecoilAsync(["run", "plan.json"])).ShouldBe(ExitCode.Usage);

        invocation.ErrorLines.ShouldBe([$"plan.json: {line.Replace("{folder}", invocation.Folder.Path, StringComparison.Ordinal)}"]);
        invocation.Out.ShouldBeEmpty();
        invocation.HostOptions.ShouldBeNull();
        Directory.Exists(invocation.Folder["out"]).ShouldBeFalse();
    }

    public static TheoryData<string, byte[], string> Encodings => new()
    {
        { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Good)], "is UTF-16 or UTF-32 text. Save it as UTF-8." },
        { "UTF-16 without a mark", Encoding.BigEndianUnicode.GetBytes(Good), "is UTF-16 or UTF-32 text. Save it as UTF-8." },
        { "Latin-1", Encoding.Latin1.GetBytes("{\n\"project\":\"é\"}"), "line 2, column 12: is not UTF-8 text. Save the plan as UTF-8." },
    };

    [Theory, MemberData(nameof(Encodings))]
    public async Task Text_in_another_encoding_is_refused(string name, byte[] plan, string line)
    {
        using var invocation = new Invocation();
        invocation.Folder.Write("plan.json", plan);

        (await invocation.RecoilAsync(["run", "plan.json"])).ShouldBe(ExitCode.Usage, name);

        invocation.ErrorLines.ShouldBe([$"plan.json: {line}"]);
    }

    [Fact]
    public async Task A_byte_order_mark_of_UTF_8_is_no_mistake()
    {
        using var invocation = new Invocation();
        invocation.Folder.Write("plan.json", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Good)]);

        (await invocation.RecoilAsync(["run", "plan.json"])).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task Links_within_the_plans_folder_are_no_mistake()
    {
        using var invocation = new Invocation();
        File.CreateSymbolicLink(invocation.Folder["near.png"], "refs/a.png");
        invocation.Folder.Write("plan.json", WithShot("\"scene_ref_path\":\"near.png\""));

        (await invocation.RecoilAsync(["run", "plan.json"])).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task Ten_mistakes_are_shown_and_the_rest_is_counted()
    {
        using var invocation = new Invocation();
        invocation.Folder.Write("plan.json", Of([.. Enumerable.Range(0, 25).Select(at => $$"""{"shot_id":"S{{at}}"}""")]));

        await invocation.RecoilAsync(["run", "plan.json"]);

        invocation.ErrorLines.Length.ShouldBe(11);
        invocation.ErrorLines[9].ShouldStartWith("plan.json: $.shots[9].prompt: missing.");
        invocation.ErrorLines[10].ShouldBe("plan.json: and 15 more.");
    }

    [Fact]
    public async Task More_than_a_hundred_thousand_shots_are_refused_at_once()
    {
        using var invocation = new Invocation();
        invocation.Folder.Write("plan.json", Of([.. Enumerable.Repeat(Shot, 100_001)]));
        var watch = Stopwatch.StartNew();

        await invocation.RecoilAsync(["run", "plan.json"]);

        invocation.ErrorLines.ShouldBe(["plan.json: $.shots: 100,001 entries, at most 100,000 are allowed. Split the episode into several plans."]);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_file_of_more_than_16_MB_is_refused_unread()
    {
        using var invocation = new Invocation();
        using (var file = File.Create(invocation.Folder["plan.json"]))
            file.SetLength(8L * 1024 * 1024 * 1024);

        (await invocation.RecoilAsync(["run", "plan.json"])).ShouldBe(ExitCode.Usage);

        invocation.ErrorLines.ShouldBe(["plan.json: is larger than 16 MB. Split the episode into several plans."]);
    }
}
