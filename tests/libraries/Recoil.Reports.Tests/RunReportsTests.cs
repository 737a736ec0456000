using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Reports;
using Recoil.Runs.Testing;

namespace Recoil.Reports.Tests;

public sealed class RunReportsTests : IDisposable
{
    private static readonly ShotStatus?[] s_statuses = [.. Enum.GetValues<ShotStatus>().Cast<ShotStatus?>(), null];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_snapshot_gives_the_same_bytes()
    {
        await WriteAsync();
        var first = Files();

        await WriteAsync();

        Files().ShouldBe(first);
        first.Keys.ShouldBe(["contact-sheet.png", "ops.log.jsonl", "report.html", "report.json", "review_queue.jsonl"], ignoreOrder: true);
    }

    [Fact]
    public async Task Report_json_has_the_originals_result_of_every_shot_in_the_plans_order()
    {
        await WriteAsync();

        var report = JsonNode.Parse(_folder.Read("report.json"))!;
        report["counts_by_status"]!.ToJsonString().ShouldBe(
            """{"ok":1,"budget_exhausted":1,"budget_exhausted_success":1,"needs_review":1,"icu_escalated":1,"attempts_exhausted":1,"crashed":1,"cancelled":1,"not_started":1}""");
        report["shots"]!.AsArray().Select(shot => (string)shot!["shot_id"]!).ShouldBe(s_statuses.Select((_, at) => $"S{at}"));
        var ok = report["shots"]![0]!.AsObject();
        ok.Take(9).Select(field => field.Key).ShouldBe(
            ["status", "shot_id", "op_id", "output_path", "cost_usd", "attempts", "failure_mode", "validation_notes", "review_queue_id"]);
        ok["status"]!.GetValue<string>().ShouldBe("ok");
        ok["output_path"]!.GetValue<string>().ShouldBe("takes/S0-1-2.png");
        ok["cost_usd"]!.ToJsonString().ShouldBe("0.08");
        ok["takes"]!.GetValue<int>().ShouldBe(2);
        ok["timeline"]![2]!["findings"]![1]!.ToJsonString().ShouldContain("\"failure_mode\":\"grid_influence\",\"severity\":\"hard\",\"judge\":null,\"score\":0.91");
    }

    [Fact]
    public void A_bill_that_came_after_a_shots_end_is_in_its_cost_and_in_the_runs()
    {
        var snapshot = SampleRun.Of(Run([new ShotFields { ShotId = "S0" }, new ShotFields { ShotId = "S1" }]), _folder.Path, _ => ShotStatus.Ok);
        var billed = snapshot with { Shots = [snapshot.Shots[0] with { Cost = KnownCost.Reported(0.58m) }, snapshot.Shots[1]] };

        var report = RunReport.Of(billed, new OutputFolder(_folder.Path));

        report.Shots[0].CostUsd.ShouldBe(0.58m);
        report.CostUsd.ShouldBe(0.66m);
    }

    [Fact]
    public async Task The_ops_log_has_the_originals_fields()
    {
        await WriteAsync();

        var ops = Lines("ops.log.jsonl");
        ops[0].ShouldBe(
            """{"kind":"started","op_id":"op_S0","name":"run_shot","args":{"shot_id":"S0","model":"animatic-keyframe","pipeline":"keyframe"},"context":{"operator":"run_episode"},"parent_op_id":"r","ts":"2026-03-01T09:00:00.000000Z"}""");
        ops[1].ShouldBe(
            """{"kind":"completed","op_id":"op_S0","outputs":{"status":"ok","output_path":"takes/S0-1-2.png","validation_notes":["lighting_mismatch: accepted (soft finding)"]},"cost":0.08,"ts":"2026-03-01T09:00:06.000000Z"}""");
        ops.Single(line => line.Contains("op_S1") && line.Contains("completed")).ShouldBe(
            """{"kind":"completed","op_id":"op_S1","outputs":{"status":"budget_exhausted","output_path":null},"cost":0,"ts":"2026-03-01T09:00:13.000000Z"}""");
        ops.Single(line => line.Contains("crashed")).ShouldBe(
            """{"kind":"crashed","op_id":"op_S6","error":"the store went away","ts":"2026-03-01T09:00:48.000000Z"}""");
    }

    [Fact]
    public async Task The_review_queue_has_the_originals_fields()
    {
        await WriteAsync();

        var entry = JsonNode.Parse(Lines("review_queue.jsonl")[0])!.AsObject();
        entry.Select(field => field.Key).ShouldBe(
        [
            "rq_id", "project", "episode_id", "shot_id", "run_id", "reason", "failure_mode", "attempts", "total_cost_usd",
            "original_prompt", "softened_prompt", "status", "created_at",
        ]);
        entry["attempts"]!.ToJsonString().ShouldBe(
            """[{"attempt":1,"output":"takes/S3-1-2.png","cost":0.04,"final_state":""},{"attempt":1,"take":2,"output":"takes/S3-1-2.png","cost":0.04,"final_state":""},{"attempt":2,"error":"the provider\u0027s connection was reset"}]""");
        (entry["reason"]!.GetValue<string>(), entry["status"]!.GetValue<string>()).ShouldBe(("soften_retry_exhausted", "open"));
        JsonNode.Parse(Lines("review_queue.jsonl")[1])!.AsObject().ContainsKey("softened_prompt").ShouldBeFalse();
    }

    [Fact]
    public async Task Contact_sheets_hold_every_shot_a_hundred_a_sheet()
    {
        var run = Run(Enumerable.Range(0, 101).Select(at => new ShotFields { ShotId = $"S{at}", Prompt = "x" }));
        await new RunReports(new FakeReportMedia()).WriteAsync(
            SampleRun.Of(run, _folder.Path, _ => ShotStatus.BudgetExhausted), new OutputFolder(_folder.Path), default);

        Lines("contact-sheet.png").Length.ShouldBe(100);
        Lines("contact-sheet-2.png").ShouldBe(["S100 budget_exhausted"]);
    }

    [Fact]
    public async Task A_take_that_cannot_be_decoded_is_no_picture_on_the_sheet()
    {
        MakeTake("takes/S0-1-2.png");
        MakeTake("takes/S1-1-2.png");
        var run = Run([new ShotFields { ShotId = "S0" }, new ShotFields { ShotId = "S1" }, new ShotFields { ShotId = "broken" }]);
        MakeTake("takes/broken-1-2.png");
        File.Delete(_folder["takes/S1-1-2.png"]);

        await new RunReports(new FakeReportMedia()).WriteAsync(
            SampleRun.Of(run, _folder.Path, _ => ShotStatus.Ok), new OutputFolder(_folder.Path), default);

        Lines("contact-sheet.png").ShouldBe(["S0 ok S0-1-2.png", "S1 ok", "broken ok"]);
    }

    [Fact]
    public async Task A_report_that_cannot_be_finished_leaves_the_old_one()
    {
        await WriteAsync();
        var before = Files();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => AtomicFile.WriteBytesAsync(_folder["report.json"], "half"u8.ToArray(), stop.Token));

        Files().ShouldBe(before);
    }

    [Theory]
    [InlineData("takes/a b.png", "takes/a b.png", "takes/a%20b.png")]
    [InlineData("file://{folder}/takes/a.png", "takes/a.png", "takes/a.png")]
    [InlineData("{folder}/takes/a.png", "takes/a.png", "takes/a.png")]
    [InlineData("/elsewhere/a.png", "/elsewhere/a.png", null)]
    [InlineData("../a.png", "../a.png", null)]
    [InlineData("https://a.example/a.png", "https://a.example/a.png", null)]
    [InlineData("..a/a.png", "..a/a.png", "..a/a.png")]
    public void Artifacts_are_named_from_the_reports_folder(string artifact, string name, string? link)
    {
        var folder = new OutputFolder(_folder.Path);
        var given = artifact.Replace("{folder}", _folder.Path, StringComparison.Ordinal);

        (folder.Name(given), folder.Link(given)).ShouldBe((name, link));
    }

    private static RunRequested Run(IEnumerable<ShotFields> shots) => new()
    {
        Project = "p", RunId = "r", EpisodeId = "e", Model = "animatic-keyframe", EpisodeCap = 5, ShotCap = 1, Shots = [.. shots],
    };

    private Task<RunReport> WriteAsync()
    {
        var run = Run(s_statuses.Select((_, at) => new ShotFields { ShotId = $"S{at}", Prompt = at == 3 ? "Blood on the quay." : "A quay.", SceneIndex = at / 3 }));
        var snapshot = SampleRun.Of(run, _folder.Path, shot => s_statuses[int.Parse(shot.ShotId[1..])]);
        return new RunReports(new FakeReportMedia()).WriteAsync(snapshot, new OutputFolder(_folder.Path), default);
    }

    private void MakeTake(string name) => _folder.Write(name, Png.Header);

    private string[] Lines(string name) => _folder.Read(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private SortedDictionary<string, string> Files() => new(
        Directory.GetFiles(_folder.Path).ToDictionary(path => Path.GetFileName(path), File.ReadAllText, StringComparer.Ordinal), StringComparer.Ordinal);
}
