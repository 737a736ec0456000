using System.Text.Json;
using Microsoft.Extensions.Logging;
using Recoil.Cli.Commands;
using Recoil.Cli.Running;
using Recoil.Cli.Tests.Fixtures;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Reports;
using Recoil.Runs.Testing;
using static Recoil.Runs.Testing.PlanText;

namespace Recoil.Cli.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly Invocation _recoil = new();

    public RunCommandTests() => _recoil.Folder.Write("plan.json", With("\"run_id\":\"r1\",", Shot, """{"shot_id":"S2","prompt":"B"}"""));

    public void Dispose() => _recoil.Dispose();

    [Fact]
    public async Task A_run_whose_shots_are_all_accepted_ends_with_0()
    {
        (await _recoil.RecoilAsync(["run", "plan.json"])).ShouldBe(ExitCode.Ok);

        Directory.GetFiles(_recoil.Folder["out/r1"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
            .ShouldBe(["contact-sheet.png", "ops.log.jsonl", "report.html", "report.json", "review_queue.jsonl"]);
        _recoil.Out.Split('\n').ShouldContain(line => line == "S1    ok             1      2  $0.08  lighting_mismatch  takes/S1-1-2.png");
        _recoil.Out.ShouldContain("2 ok; $0.16 of $5.00 spent in ");
        _recoil.Out.ShouldContain("Report: out/r1/report.html");
    }

    [Theory]
    [InlineData(ShotStatus.BudgetExhausted)]
    [InlineData(ShotStatus.BudgetExhaustedSuccess)]
    [InlineData(ShotStatus.NeedsReview)]
    [InlineData(ShotStatus.IcuEscalated)]
    [InlineData(ShotStatus.AttemptsExhausted)]
    [InlineData(ShotStatus.Crashed)]
    [InlineData(null)]
    public async Task One_shot_that_is_not_ok_or_not_started_needs_people(ShotStatus? status)
    {
        _recoil.Script = new(shot => shot.ShotId == "S1" ? ShotStatus.Ok : status);

        (await _recoil.RecoilAsync(["run", "plan.json"])).ShouldBe(ExitCode.PeopleNeeded);
    }

    [Fact]
    public async Task An_unexpected_error_ends_with_1_and_says_that_the_run_can_be_resumed()
    {
        _recoil.Script = new(_ => throw new InvalidOperationException("The disk is on fire."));

        (await _recoil.RecoilAsync(["run", "plan.json"])).ShouldBe(ExitCode.InternalError);

        _recoil.ErrorLines[^1].ShouldBe("Internal error: The disk is on fire. Finished work is kept: give the same command again to resume.");
    }

    [Fact]
    public async Task Services_that_cannot_start_for_a_reason_the_user_can_mend_end_with_2()
    {
        _recoil.Start = _ => throw new CannotStartException("data: another run is using it.");

        (await _recoil.RecoilAsync(["run", "plan.json"])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines[^1].ShouldBe("data: another run is using it.");
    }

    [Fact]
    public async Task A_stopped_run_says_how_to_resume_and_ends_with_130()
    {
        using var stop = new CancellationTokenSource();
        _recoil.Script = ScriptedHost.AllOk with { While = async token => { await stop.CancelAsync(); token.ThrowIfCancellationRequested(); } };

        (await _recoil.RecoilAsync(["run", "plan.json"], stop.Token)).ShouldBe(ExitCode.Stopped);

        _recoil.ErrorLines[^1].ShouldBe("Stopped. Give the same command again to resume.");
        File.Exists(_recoil.Folder["out/r1/report.json"]).ShouldBeFalse();
    }

    [Fact]
    public async Task With_json_stdout_is_the_report_and_nothing_else()
    {
        await _recoil.RecoilAsync(["run", "plan.json", "--json"]);

        _recoil.Out.ShouldBe(_recoil.Folder.Read("out/r1/report.json"));
        using var document = JsonDocument.Parse(_recoil.Out);
        document.RootElement.GetProperty("counts_by_status").GetProperty("ok").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task With_json_a_mistake_is_a_document_too()
    {
        (await _recoil.RecoilAsync(["run", "none.json", "--json"])).ShouldBe(ExitCode.Usage);

        using var document = JsonDocument.Parse(_recoil.Out);
        document.RootElement.GetProperty("exit_code").GetInt32().ShouldBe(2);
        document.RootElement.GetProperty("errors")[0].GetString().ShouldBe("none.json: no such file. Name an episode plan, such as examples/minimal.json.");
    }

    [Fact]
    public async Task Settings_reach_the_services()
    {
        _recoil.Folder.Write("models.json", """{"models":{"animatic-keyframe":{"provider":"animatic","cost_per_image":0.5}}}""");
        RunRequested? run = null;
        _recoil.Script = new(_ => ShotStatus.Ok);
        _recoil.Start = options => new Spy(new ScriptedHost(options, _recoil.Script), asked => run = asked);

        var code = await _recoil.RecoilAsync(
            ["run", "plan.json", "--out", "o", "--data", "d", "--policy", "seed", "--parallel", "3", "--budget", "2.5", "--shot-budget", "0", "--models", "models.json", "--verbose"]);

        code.ShouldBe(ExitCode.Ok);
        var options = _recoil.HostOptions!;
        (options.OutputFolder, options.DataFolder).ShouldBe((_recoil.Folder["o"], _recoil.Folder["d"]));
        (options.Parallel, options.LogLevel).ShouldBe((3, LogLevel.Information));
        options.Models.Find("animatic-keyframe")!.CostPerImage.ShouldBe(0.5m);
        (run!.EpisodeCap, run.ShotCap, run.MaxParallel, run.Policy).ShouldBe((2.5m, 0m, 3, PolicyName.Seed));
    }

    [Fact]
    public async Task The_store_is_in_the_output_folder_and_only_warnings_are_logged_when_nothing_is_said()
    {
        await _recoil.RecoilAsync(["run", "plan.json"]);

        var options = _recoil.HostOptions!;
        (options.OutputFolder, options.DataFolder, options.LogLevel)
            .ShouldBe((_recoil.Folder["out/r1"], _recoil.Folder["out/r1/.recoil"], LogLevel.Warning));
    }

    [Fact]
    public async Task What_is_missing_on_the_machine_is_reported_before_anything_starts()
    {
        _recoil.MissingTools = ["ffmpeg: not found. Run infra/setup."];

        (await _recoil.RecoilAsync(["run", "plan.json"])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines.ShouldBe(["ffmpeg: not found. Run infra/setup."]);
        _recoil.HostOptions.ShouldBeNull();
    }

    /// <summary>Arguments separated by spaces, and the line that the user reads first.</summary>
    public static TheoryData<string, string> Mistakes => new()
    {
        { "run", "PLAN: missing. Name an episode plan, such as examples/minimal.json." },
        { "run none.json", "none.json: no such file. Name an episode plan, such as examples/minimal.json." },
        { "run refs", "refs: is a folder. Name the plan's JSON file." },
        { "rnu plan.json", "rnu: not understood. Did you mean run?" },
        { "run plan.json --bugdet 5", "--bugdet: not understood. Did you mean --budget?" },
        { "run plan.json other.json", "other.json: not understood." },
        { "run plan.json --budget ten", "--budget: \"ten\" is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { "run plan.json --budget -1", "--budget: \"-1\" is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { "run plan.json --budget NaN", "--budget: \"NaN\" is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { "run plan.json --budget 1e3", "--budget: \"1e3\" is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { "run plan.json --shot-budget 1000001", "--shot-budget: \"1000001\" is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { "run plan.json --budget 1 --budget 2", "Option '--budget' expects a single argument but 2 were provided." },
        { "run plan.json --parallel 0", "--parallel: \"0\" is out of range. Give a whole number from 1 to 64." },
        { "run plan.json --parallel many", "--parallel: \"many\" is out of range. Give a whole number from 1 to 64." },
        { "run plan.json --policy best", "--policy: \"best\" is no policy. Use default or seed." },
        { "run plan.json --model dall-e", $"--model: \"dall-e\" is no known model. Known: {string.Join(", ", ModelProfiles.BuiltIn.Names.Where(name => ModelProfiles.BuiltIn.Find(name) is not { CostPerImage: null, CostPerSecond: null }))}." },
        { "run plan.json --model kling-v3", "--model: \"kling-v3\" needs the account kling: RECOIL_TEST_NO_SUCH_KEY is not set. Mend that, or use animatic-clip or animatic-keyframe." },
        { "run plan.json --models bad.json", "--models: {folder}/bad.json: $.models: empty. Name at least one model." },
        { "run plan.json --out plan.json", "--out: {folder}/plan.json: cannot be written to (The file '{folder}/plan.json' already exists). Name a folder that can." },
        { "run plan.json --data plan.json/x", "--data: {folder}/plan.json/x: cannot be written to (" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_mistake_on_the_command_line_is_one_line(string arguments, string line)
    {
        _recoil.Folder.Write("bad.json", """{"models":{}}""");

        (await _recoil.RecoilAsync(arguments.Split(' '))).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines[0].ShouldStartWith(line.Replace("{folder}", _recoil.Folder.Path, StringComparison.Ordinal));
        _recoil.Out.ShouldBeEmpty();
        _recoil.HostOptions.ShouldBeNull();
    }

    [Fact]
    public async Task Help_shows_examples_and_exit_codes()
    {
        (await _recoil.RecoilAsync(["run", "--help"])).ShouldBe(ExitCode.Ok);
        _recoil.Out.ShouldContain("recoil run examples/pilot.json --budget 5");
        _recoil.Out.ShouldContain("people have to look at a shot");
    }

    [Fact]
    public async Task Help_of_run_shows_every_option()
    {
        (await _recoil.RecoilAsync(["run", "--help"])).ShouldBe(ExitCode.Ok);
        foreach (var option in new[] { "--out <DIR>", "--data <DIR>", "--policy <default|seed>", "--parallel <N>", "--budget <USD>", "--shot-budget <USD>", "--model <ID>", "--models <FILE>", "--json", "--verbose" })
            _recoil.Out.ShouldContain(option);
    }

    [Fact]
    public async Task The_version_is_a_version()
    {
        (await _recoil.RecoilAsync(["--version"])).ShouldBe(ExitCode.Ok);
        _recoil.Out.ShouldMatch(@"^\d+\.\d+\.\d+");
    }

    private sealed class Spy(IEpisodeHost host, Action<RunRequested> see) : IEpisodeHost
    {
        public Task<RunCompleted> RunAsync(
            RunRequested run, Action<ShotProgressed> progressed, Action<ShotCompleted> completed, CancellationToken cancellationToken)
        {
            see(run);
            return host.RunAsync(run, progressed, completed, cancellationToken);
        }

        public Task<RunSnapshot> ReadAsync(RunRequested run, CancellationToken cancellationToken) => host.ReadAsync(run, cancellationToken);

        public ValueTask DisposeAsync() => host.DisposeAsync();
    }
}
