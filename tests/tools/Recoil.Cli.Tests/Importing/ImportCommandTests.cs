using System.Text;
using System.Text.Json.Nodes;
using Recoil.Cli.Commands;
using Recoil.Cli.Tests.Fixtures;

namespace Recoil.Cli.Tests.Importing;

public sealed class ImportCommandTests : IDisposable
{
    private static readonly string[] s_given = ["--project", "pier", "--budget", "5", "--model", "animatic-keyframe", "--video-model", "animatic-clip"];

    private readonly Invocation _recoil = new();

    public void Dispose() => _recoil.Dispose();

    [Fact]
    public async Task A_shot_list_becomes_a_plan()
    {
        const string List = """
            Scene,Shot #,Size,Description,Movement,Duration,Kind,References,Static,Notes
            1,SH 010,Wide,"A harbour before sunrise, one lit window.",,3,still,refs/a.png; refs/b.png,yes,first
            1,SH020,,"The boat ""Ines"" leaves.",slow push in,0:02.5,Clip,,no,
            2,SH030,Close,A hand on the rope.,,2 s,,,,

            """;
        (await ImportAsync("shots.csv", List)).ShouldBe(ExitCode.Ok, _recoil.Error);

        _recoil.Out.ShouldBe("shots.json: 3 shots in 2 scenes. Next: recoil run shots.json\n");
        _recoil.ErrorLines.ShouldBe(
            [
                "shots.csv: line 2: the shot \"SH 010\" is SH_010 in the plan.",
                "shots.csv: prompts are made of [{Size}. ][{Description}][ Camera: {Movement}.]",
                "shots.csv: not used: Notes. Name a column in --template, or give --map FIELD=COLUMN.",
            ]);
        var shots = Plan("shots.json")["shots"]!.AsArray();
        shots.Select(shot => shot!["shot_id"]!.GetValue<string>()).ShouldBe(["SH_010", "SH020", "SH030"]);
        shots.Select(shot => shot!["prompt"]!.GetValue<string>()).ShouldBe(
            ["Wide. A harbour before sunrise, one lit window.", "The boat \"Ines\" leaves. Camera: slow push in.", "Close. A hand on the rope."]);
        JsonNode.DeepEquals(shots[0], JsonNode.Parse("""
            {
              "shot_id": "SH_010", "prompt": "Wide. A harbour before sunrise, one lit window.", "pipeline": "keyframe", "scene_index": 1, "duration": 3,
              "locked_off": true, "shot_type": "Wide", "identity_refs": ["refs/a.png", "refs/b.png"],
              "prompt_data": { "Size": "Wide", "Description": "A harbour before sunrise, one lit window." }
            }
            """)).ShouldBeTrue(shots[0]!.ToJsonString());
        (shots[1]!["pipeline"]!.GetValue<string>(), shots[1]!["duration"]!.GetValue<decimal>()).ShouldBe(("video", 2.5m));
        (await _recoil.RecoilAsync(["run", "shots.json"])).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_row_of_both_becomes_a_keyframe_and_a_clip_that_starts_with_it()
    {
        const string List = """
            Shot,Description,Kind,Video Prompt
            SH010,A harbour before sunrise.,both,The lamp goes out.
            """;
        (await ImportAsync("shots.csv", List)).ShouldBe(ExitCode.Ok, _recoil.Error);
        (await _recoil.RecoilAsync(["run", "shots.json", "--out", "made"])).ShouldBe(ExitCode.Ok, _recoil.Error);

        var report = JsonNode.Parse(await File.ReadAllTextAsync(_recoil.Folder[Path.Combine("made", "report.json")]))!["shots"]!.AsArray();
        report.Select(shot => (shot!["shot_id"]!.GetValue<string>(), shot["status"]!.GetValue<string>())).ShouldBe([("SH010", "ok"), ("SH010-clip", "ok")]);
    }

    [Fact]
    public async Task The_documented_list_becomes_a_plan_and_the_documented_plan_is_estimated()
    {
        var examples = Path.Combine(AppContext.BaseDirectory, "examples");
        foreach (var file in Directory.EnumerateFiles(examples, "*", SearchOption.AllDirectories))
            _recoil.Folder.Write(Path.Combine("examples", Path.GetRelativePath(examples, file)), await File.ReadAllBytesAsync(file));

        (await _recoil.RecoilAsync(["import", "examples/shots.csv", .. s_given, "--dry-run"])).ShouldBe(ExitCode.Ok, _recoil.Error);
        (await _recoil.RecoilAsync(["import", "examples/shots.csv", .. s_given, "--out", "examples/pier.json"])).ShouldBe(ExitCode.Ok, _recoil.Error);
        (await _recoil.RecoilAsync(["estimate", "examples/pier.json"])).ShouldBe(ExitCode.Ok, _recoil.Error);
        (await _recoil.RecoilAsync(["estimate", "examples/pilot.json"])).ShouldBe(ExitCode.Ok, _recoil.Error);

        _recoil.Out.ShouldContain("examples/pier.json: 4 shots in 2 scenes.");
        _recoil.Out.ShouldContain("21 shots, at most $6.00 of $6.00");
    }

    [Theory]
    [InlineData("shots.tsv", "Shot\tPrompt\nS1\ta, b; c\n", false)]
    [InlineData("shots.csv", "Shot;Prompt\r\nS1;\"a, b; c\"\r\n", false)]
    [InlineData("shots.csv", "shot_id,PROMPT\nS1,\"a, b; c\"", false)]
    [InlineData("shots.txt", "Shot\tPrompt\r\nS1\ta, b; c\r\n", true)]
    [InlineData("shots.csv", "\n\nShot,Prompt,,\nS1,\"a, b;\nc\",,\n,,,\n", false)]
    public async Task A_shot_list_is_read_as_spreadsheet_programs_save_it(string name, string list, bool utf16)
    {
        _recoil.Folder.Write(name, utf16 ? [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(list)] : [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(list)]);

        (await _recoil.RecoilAsync(["import", name, .. s_given])).ShouldBe(ExitCode.Ok, _recoil.Error);

        var shot = Plan(Path.ChangeExtension(name, ".json"))["shots"]!.AsArray().ShouldHaveSingleItem()!;
        (shot["shot_id"]!.GetValue<string>(), shot["prompt"]!.GetValue<string>()).ShouldBe(("S1", "a, b; c"));
    }

    [Fact]
    public async Task Columns_are_mapped_and_a_template_makes_the_prompt()
    {
        (await ImportAsync("shots.csv", "Setup,Prompt,Action,Light\nA-1,old words,She waits.,dusk\nA-2,old words,She goes.,\n", "--map", "shot_id=Setup", "--map", "prompt=", "--template", "{Action}[ Light: {light}!]"))
            .ShouldBe(ExitCode.Ok, _recoil.Error);

        Plan("shots.json")["shots"]!.AsArray().Select(shot => $"{shot!["shot_id"]} {shot["prompt"]}").ShouldBe(["A-1 She waits. Light: dusk!", "A-2 She goes."]);
    }

    [Fact]
    public async Task Scenes_that_are_no_numbers_are_numbered_as_they_come()
    {
        (await ImportAsync("shots.csv", "Scene,Shot,Prompt\n12A,S1,x\n3,S2,x\n12A,S3,x\n")).ShouldBe(ExitCode.Ok, _recoil.Error);

        Plan("shots.json")["shots"]!.AsArray().Select(shot => (int)shot!["scene_index"]!).ShouldBe([1, 2, 1]);
        _recoil.ErrorLines.ShouldContain(line => line == "shots.csv: the scene \"12A\" is scene 1 in the plan.");
    }

    [Fact]
    public async Task All_problems_are_told_at_once_by_line_and_column_and_nothing_is_written()
    {
        const string List = """
            Shot,Prompt,Length,Aspect,Start frame,Cap,Kind,References
            S1,x,soon,16:9,,,,
            s1,,3,0016:0009,,,,refs/none.png
            ,x,61,,refs/a.png,much,film,
            NUL,x,3,,,,,
            S5,x,3,,,,,,,one cell too many

            """;
        (await ImportAsync("shots.csv", List)).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines.ShouldBe(
            [
                "shots.csv: line 2, Length: \"soon\" is no length in seconds. Write 3, 2.5 s or 0:05.",
                "shots.csv: line 3, Shot: \"s1\" is the id of line 2 too. Give every shot an id of its own; case does not count.",
                "shots.csv: line 3, prompt from {Prompt}: empty. Every shot needs a prompt: say what should be seen.",
                $"shots.csv: line 3, References: \"refs/none.png\" no such file beside the plan. Looked for {_recoil.Folder["refs/none.png"]}.",
                "shots.csv: line 3, Aspect: \"0016:0009\" is no aspect ratio. Write width to height in whole numbers, such as 16:9 or 239:100.",
                "shots.csv: line 4, Cap: \"much\" is no amount of money. Write US dollars, such as 1.50.",
                "shots.csv: line 4, Kind: \"film\" is no pipeline. Use keyframe, video or both.",
                "shots.csv: line 4, Shot: missing. Give every shot an id, such as SH010.",
                "shots.csv: line 4, Length: 61 is no length of a clip. Give seconds, more than 0 and at most 60.",
                "shots.csv: line 5, Shot: \"NUL\" cannot be a file name: it is a device on Windows. Choose another, such as NUL_1.",
                "shots.csv: line 6: 10 cells, and the heading has 8. Put a cell with the separator in it into quotes.",
            ],
            ignoreOrder: true);
        File.Exists(_recoil.Folder["shots.json"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "shots.csv: is empty. Write a heading and a line for each shot.")]
    [InlineData("Shot,Prompt\n", "shots.csv: has no shots. Write a line for each shot below the heading.")]
    [InlineData(",,\nS1,x\n", "shots.csv: has no heading. Name the columns in the first line.")]
    [InlineData("Shot,,Prompt\nS1,,x\n", "shots.csv: line 1: column 2 has no heading. Name it, or remove the column.")]
    [InlineData("Shot,Prompt,shot\nS1,x,y\n", "shots.csv: line 1: the heading \"Shot\" stands here 2 times. Rename one.")]
    [InlineData("Shot,Mood\nS1,x\n", "shots.csv: no column says what should be seen. Name one \"prompt\" or \"description\", or give --template. There are Shot, Mood.")]
    [InlineData("Nummer,Prompt\nS1,x\n", "shots.csv: no column holds the shots' ids. Name one \"shot\", or give --map shot_id=COLUMN.")]
    [InlineData("Shot,Prompt\nS1,\"x\n", "shots.csv: line 2: a quote stands within a cell or is never closed. Write a quote twice within a cell in quotes.")]
    public async Task A_list_that_is_none_is_one_line(string list, string line)
    {
        (await ImportAsync("shots.csv", list)).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines.ShouldBe([line]);
    }

    [Theory]
    [InlineData("--map", "shot_id", "--map: \"shot_id\" is no mapping. Write FIELD=COLUMN, such as shot_id=Setup.")]
    [InlineData("--map", "shots=Shot", "--map: \"shots\" is no field. There are shot_id, scene_index, prompt, pipeline, shot_type, duration, aspect_ratio, identity_refs, expression_refs, scene_ref_path, start_frame, end_frame, locked_off, wardrobe_phase_id, wardrobe_description, video_prompt, model, video_model, shot_cap.")]
    [InlineData("--map", "model=Modell", "--map: \"Modell\" is no column. There are Shot, Prompt.")]
    [InlineData("--template", "{Light}", "--template: \"Light\" is no column. There are Shot, Prompt.")]
    [InlineData("--template", "a [b", "--template: has a [ without its counterpart. Write {Column} for a cell and [...] around what may be left out.")]
    public async Task A_wrong_option_is_one_line(string option, string value, string line)
    {
        (await ImportAsync("shots.csv", "Shot,Prompt\nS1,x\n", option, value)).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines[0].ShouldBe(line);
    }

    [Fact]
    public async Task A_list_in_another_code_page_is_told()
    {
        _recoil.Folder.Write("shots.csv", [.. "Shot,Prompt\nS1,caf"u8, 0xE9, (byte)'\n']);

        (await _recoil.RecoilAsync(["import", "shots.csv", .. s_given])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines.ShouldBe(["shots.csv: is neither UTF-8 nor UTF-16 text. Save it as \"CSV UTF-8\"."]);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_tells_prompts_and_costs()
    {
        (await ImportAsync("shots.csv", "Shot,Prompt\nS1,A quay.\n", "--dry-run")).ShouldBe(ExitCode.Ok, _recoil.Error);

        _recoil.Out.ShouldStartWith("S1: A quay.\n\nRun run_");
        _recoil.Out.ShouldContain("$0.48");
        File.Exists(_recoil.Folder["shots.json"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_plan_that_is_there_is_replaced_only_when_asked()
    {
        _recoil.Folder.Write("shots.json", "mine");

        (await ImportAsync("shots.csv", "Shot,Prompt\nS1,x\n")).ShouldBe(ExitCode.Usage);
        _recoil.ErrorLines.ShouldBe(["shots.json is there already. Give --force to replace it, or --out for another file."]);
        (await File.ReadAllTextAsync(_recoil.Folder["shots.json"])).ShouldBe("mine");
        (await ImportAsync("shots.csv", "Shot,Prompt\nS1,x\n", "--force")).ShouldBe(ExitCode.Ok);
        Plan("shots.json")["project"]!.GetValue<string>().ShouldBe("pier");
    }

    private JsonObject Plan(string name) => JsonNode.Parse(File.ReadAllText(_recoil.Folder[name]))!.AsObject();

    private Task<int> ImportAsync(string name, string list, params string[] options)
    {
        _recoil.Folder.Write(name, list);
        return _recoil.RecoilAsync(["import", name, .. s_given, .. options]);
    }
}
