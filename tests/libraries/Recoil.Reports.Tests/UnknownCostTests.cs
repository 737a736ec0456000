using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Reports.Html;
using Recoil.Runs.Testing;

namespace Recoil.Reports.Tests;

/// <summary>What nobody knows is not nothing, and an estimate is no bill, in every report.</summary>
public sealed class UnknownCostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.12, CostSource.Reported, "$0.12")]
    [InlineData(0.12, CostSource.Computed, "$0.12")]
    [InlineData(0.12, CostSource.Estimated, "about $0.12")]
    [InlineData(0.12, CostSource.Unknown, "at least $0.12")]
    [InlineData(0, CostSource.Unknown, "unknown")]
    [InlineData(0, CostSource.Reported, "$0.00")]
    public void An_amount_says_how_well_it_is_known(double usd, CostSource source, string words) =>
        Words.Cost(new KnownCost((decimal)usd, source)).ShouldBe(words);

    [Fact]
    public async Task Report_json_has_the_source_of_every_amount()
    {
        await WriteAsync(KnownCost.Unknown, KnownCost.Estimated(0.08m));

        var report = JsonNode.Parse(_folder.Read("report.json"))!;
        ((decimal)report["cost_usd"]!, (string)report["cost_source"]!).ShouldBe((0.08m, "unknown"));
        report["shots"]!.AsArray().Select(shot => (string)shot!["cost_source"]!).ShouldBe(["unknown", "estimated"]);
        report["shots"]![0]!["timeline"]![0]!["cost_source"]!.ToJsonString().ShouldBe("\"estimated\"");
    }

    [Fact]
    public async Task The_page_shows_no_unknown_amount_as_nothing()
    {
        await WriteAsync(KnownCost.Unknown, KnownCost.Reported(0.08m));

        var page = _folder.Read("report.html");
        page.ShouldContain("""<h3><span>S0<span class="badge needs_review">needs review</span></span><span class="cost"><abbr class="unknown" title="nobody knows what was charged">unknown</abbr></span></h3>""");
        page.ShouldContain("""<strong><abbr class="unknown" title="what is known; nobody knows what was charged for the rest">at least $0.08</abbr></strong><span>spent of $5.00""");
        page.ShouldContain("""<small>2 shots, <abbr class="unknown" title="what is known; nobody knows what was charged for the rest">at least $0.08</abbr></small>""");
        page.ShouldContain("""<em>cost <abbr class="unknown" title="nobody knows what was charged">unknown</abbr></em>""");
        page.ShouldContain("""<b>generated</b><span class="cost"><abbr class="unknown" title="nobody knows what was charged">unknown</abbr></span>""");
        page.ShouldContain("<strong>at least $0.08</strong><span>for an accepted shot</span>");
        page.ShouldNotContain("$0.00");
    }

    [Fact]
    public async Task The_page_says_why_an_amount_is_an_estimate()
    {
        await WriteAsync(KnownCost.Estimated(0.08m), KnownCost.Computed(0.05m));

        var page = _folder.Read("report.html");
        page.ShouldContain("""<abbr class="estimated" title="by the model's price, because the provider does not say what it charges">about $0.08</abbr>""".Replace("'", "&#x27;", StringComparison.Ordinal));
        page.ShouldContain("""<abbr class="computed" title="computed from what the provider says was used">$0.05</abbr>""");
        page.ShouldContain("""<b>dispatched</b><span class="cost">about $0.04</span>""");
    }

    [Fact]
    public async Task The_review_queue_says_what_is_not_reported_beside_the_originals_fields()
    {
        await WriteAsync(KnownCost.Unknown, KnownCost.Free);

        var entry = JsonNode.Parse(_folder.Read("review_queue.jsonl"))!;
        entry["total_cost_source"]!.ToJsonString().ShouldBe("\"unknown\"");
        entry["attempts"]!.ToJsonString().ShouldBe(
            """[{"attempt":1,"output":null,"cost":null,"cost_source":"unknown","final_state":""},{"attempt":2,"error":"the disk failed","cost_source":"unknown"},{"attempt":3,"error":"the disk failed"}]""");
    }

    [Fact]
    public async Task An_operation_without_a_cost_did_not_cost_nothing()
    {
        var snapshot = Snapshot(KnownCost.Free, KnownCost.Free);
        var shot = snapshot.Shots[0] with { Ops = [new OpRecord { Kind = "completed", OpId = "op", At = DateTimeOffset.UnixEpoch, Status = ShotStatus.NeedsReview }] };

        await new RunReports(new FakeReportMedia()).WriteAsync(snapshot with { Shots = [shot] }, new OutputFolder(_folder.Path), default);

        _folder.Read("ops.log.jsonl").ShouldContain("\"cost\":null");
    }

    private Task<RunReport> WriteAsync(KnownCost first, KnownCost second) =>
        new RunReports(new FakeReportMedia()).WriteAsync(Snapshot(first, second), new OutputFolder(_folder.Path), default);

    /// <summary>One shot whose take has an unknown outcome and one that is accepted, with other costs.</summary>
    private RunSnapshot Snapshot(KnownCost first, KnownCost second)
    {
        var run = new RunRequested
        {
            Project = "p", RunId = "r", EpisodeId = "e", Model = "animatic-keyframe", EpisodeCap = 5, ShotCap = 1,
            Shots = [new ShotFields { ShotId = "S0", SceneIndex = 1 }, new ShotFields { ShotId = "S1", SceneIndex = 1 }],
        };
        var sample = SampleRun.Of(run, _folder.Path, shot => shot.ShotId == "S0" ? ShotStatus.NeedsReview : ShotStatus.Ok);
        var review = sample.Reviews[0] with
        {
            Request = sample.Reviews[0].Request with
            {
                TotalCostUsd = 0,
                CostSource = CostSource.Unknown,
                Attempts =
                [
                    new AttemptRecord { Attempt = 1, CostSource = CostSource.Unknown, FinalState = "" },
                    new AttemptRecord { Attempt = 2, CostSource = CostSource.Unknown, Error = "the disk failed" },
                    new AttemptRecord { Attempt = 3, Error = "the disk failed" },
                ],
            },
        };
        var timeline = sample.Shots[0].Timeline.Select(entry => entry.Event == "generated" ? entry with { Cost = null, CostSource = CostSource.Unknown } : entry);
        return sample with
        {
            Shots = [sample.Shots[0] with { Cost = first, Timeline = [.. timeline] }, sample.Shots[1] with { Cost = second }],
            Reviews = [review],
            Balance = sample.Balance with { Spent = first.Usd + second.Usd, Reserved = 0.04m, OpenReservations = 1 },
        };
    }
}
