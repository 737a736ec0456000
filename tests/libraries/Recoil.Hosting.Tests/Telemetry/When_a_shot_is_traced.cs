using System.Text.Json;
using Recoil.Contracts;
using Recoil.Hosting.Telemetry;
using Recoil.Local.Processes;

namespace Recoil.Hosting.Tests.Telemetry;

[Collection(ServicesCollection.Name)]
[Needs(Need.Broker)]
public sealed class When_a_shot_is_traced(TracedShot traced) : IClassFixture<TracedShot>
{
    private static readonly string[] s_services = ["recoil-shots", "recoil-generator", "recoil-critic", "recoil-budget", "recoil-review-queue"];

    [Fact]
    public void Should_be_in_the_planners_trace_in_all_five_services()
    {
        traced.Ended["alone"].Status.ShouldBe(ShotStatus.IcuEscalated);
        traced.Spans.Select(span => span.Service).Distinct(StringComparer.Ordinal).ShouldBe(s_services, ignoreOrder: true);
    }

    [Fact]
    public void Should_hang_together_from_the_planner_to_the_end()
    {
        var spans = traced.Spans;
        var known = spans.Select(span => span.SpanId).Append(TracedShot.PlannerSpan).ToHashSet(StringComparer.Ordinal);

        spans.Where(span => !known.Contains(span.ParentId)).ShouldBeEmpty();
        spans.Where(span => span.ParentId == TracedShot.PlannerSpan).Select(span => span.Name).ShouldBe(["shots receive"]);
        spans.ShouldContain(span => span.Name.EndsWith("ShotCompleted send", StringComparison.Ordinal), string.Join('\n', spans));
    }

    [Fact]
    public void Should_begin_no_trace_without_a_parent()
    {
        var traces = traced.Collector.Spans.Where(span => span.ParentId.Length == 0).ToList();

        // The run's one shot, and nothing else: the planner began the others.
        traces.Select(span => span.Name).ShouldBe(["shots receive"], string.Join('\n', traces));
    }

    [Fact]
    public void Should_name_the_shot_in_every_span()
    {
        foreach (var span in traced.Spans)
        {
            span.Attributes.GetValueOrDefault(ShotTags.Project).ShouldBe(TracedShot.Project, span.ToString());
            span.Attributes.GetValueOrDefault(ShotTags.ShotId).ShouldBe(TracedShot.ShotId, span.ToString());
        }
    }

    [Fact]
    public void Should_record_the_take_and_its_price()
    {
        var takes = traced.Spans.Where(span => span is { Service: "recoil-generator", Name: "generator receive" }).ToList();

        takes.Count.ShouldBe(4);
        takes.ShouldAllBe(span => (string)span.Attributes[ShotTags.Model] == "animatic-keyframe" && span.Attributes.ContainsKey(ShotTags.TakeId));
        takes.Select(span => span.Attributes[ShotTags.Attempt]).ShouldBe([1L, 1L, 2L, 2L], ignoreOrder: true);
        traced.Spans.ShouldContain(span => span.Name.EndsWith("GenerationCompleted send", StringComparison.Ordinal)
            && span.Attributes.ContainsKey(ShotTags.CostUsd) && (double)span.Attributes[ShotTags.CostUsd] == 0.04);
    }

    [Fact]
    public void Should_show_the_provider_and_the_checks()
    {
        var own = traced.Spans.Where(span => span.Source == RecoilTrace.SourceName).Select(span => span.Name).ToHashSet(StringComparer.Ordinal);

        new[] { "provider submit", "provider wait", "check GridInfluence" }.Except(own, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Should_say_in_the_end_how_it_ended()
    {
        var ends = traced.Spans.Where(span => span.Attributes.ContainsKey(ShotTags.Status)).ToList();

        ends.ShouldContain(span => span.Name.EndsWith("ShotCompleted send", StringComparison.Ordinal), string.Join('\n', traced.Spans));
        ends.ShouldContain(span => span.Name == "shots process");
        ends.ShouldAllBe(span => (string)span.Attributes[ShotTags.Status] == "icu_escalated" && (double)span.Attributes[ShotTags.CostUsd] == 0.16);
    }

    [Fact]
    public void Should_have_a_trace_of_its_own_in_a_run_linked_to_the_runs()
    {
        var ofTheRun = traced.Collector.Spans.Where(span => span.Attributes.GetValueOrDefault(ShotTags.RunId) is "r1").ToList();
        var begin = ofTheRun.Single(span => span is { Name: "shots receive", ParentId: "" });

        begin.LinkedTraces.ShouldBe([TracedShot.RunTraceId]);
        ofTheRun.Where(span => span.TraceId == begin.TraceId).Select(span => span.Service).Distinct(StringComparer.Ordinal)
            .ShouldBe(s_services.Except(["recoil-review-queue"], StringComparer.Ordinal), ignoreOrder: true);
        ofTheRun.ShouldContain(span => span.Service == "recoil-shots" && span.Name == "runs receive" && span.TraceId == TracedShot.RunTraceId);
    }

    [Fact]
    public void Should_be_measured()
    {
        Value("recoil.shots.completed", ("status", "icu_escalated")).ShouldBe(1);
        Value("recoil.shots.completed", ("status", "ok")).ShouldBe(1);
        Value("recoil.takes.decided", ("model", "animatic-keyframe"), ("failure_mode", "grid_influence")).ShouldBe(4);
        Value("recoil.money.reserved").ShouldBe(0.2, 1e-9);
        Value("recoil.money.charged").ShouldBe(0.2, 1e-9);
        Value("recoil.money.released").ShouldBe(0, 1e-9);
        Value("recoil.reviews.added").ShouldBe(1);
        Value("recoil.messages.faulted", ("endpoint", "shots")).ShouldBe(1);
        Value("recoil.queue.latency", ("endpoint", "generator")).ShouldBe(5);
        Value("recoil.provider.duration", ("phase", "wait"), ("model", "animatic-keyframe"), ("outcome", "ok")).ShouldBe(5);

        // The last that was heard of all series that have these tags.
        double Value(string name, params (string Tag, string Value)[] tags) => traced.Collector.Metrics
            .Where(point => point.Name == name && tags.All(tag => point.Attributes.GetValueOrDefault(tag.Tag) is string value && value == tag.Value))
            .GroupBy(point => string.Join(';', point.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal)), StringComparer.Ordinal)
            .Sum(series => series.Last().Value);
    }

    [Fact]
    public void Should_be_in_the_logs_with_its_trace()
    {
        var lines = traced.Logs[ServiceName.Shots].Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var end = lines.Last(line => line.GetProperty("@m").GetString()!.Contains("icu_escalated", StringComparison.Ordinal));

        end.GetProperty("@tr").GetString().ShouldBe(TracedShot.TraceId);
        end.GetProperty("@sp").GetString()!.ShouldBeOneOf([.. traced.Spans.Select(span => span.SpanId)]);
        end.GetProperty("service").GetString().ShouldBe("recoil-shots");
        end.GetProperty("instance").GetString().ShouldNotBeNullOrEmpty();
        traced.Logs[ServiceName.ReviewQueue].ShouldContain(line => line.Contains(TracedShot.TraceId, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_be_in_the_collectors_logs_with_its_trace()
    {
        var end = traced.Collector.Logs.Last(log => log.Service == "recoil-shots" && log.Body.Contains("icu_escalated", StringComparison.Ordinal));

        (end.Severity, end.TraceId).ShouldBe(("Information", TracedShot.TraceId));
        end.SpanId.ShouldBeOneOf([.. traced.Spans.Select(span => span.SpanId)]);
        end.Attributes["ShotId"].ShouldBe(TracedShot.ShotId);
        traced.Collector.Logs.Select(log => log.Service).Distinct(StringComparer.Ordinal).ShouldBe(s_services, ignoreOrder: true);
    }

    [Fact]
    public void Should_not_log_more_to_the_collector_than_to_the_output()
    {
        var written = traced.Logs[ServiceName.Shots].Count(line => line.StartsWith('{'));

        traced.Collector.Logs.Count(log => log.Service == "recoil-shots").ShouldBeInRange(1, written);
    }

    [Theory]
    [InlineData("dotnet.gc.collections")]
    [InlineData("dotnet.thread_pool.thread.count")]
    [InlineData("process.memory.usage")]
    [InlineData("process.cpu.time")]
    public void Should_measure_every_process(string name) =>
        traced.Collector.Metrics.Where(point => point.Name == name).Select(point => point.Service).Distinct(StringComparer.Ordinal)
            .ShouldBe(s_services, ignoreOrder: true);

    [Fact]
    public void Should_keep_the_prompt_and_passwords_out_of_every_log_and_trace()
    {
        foreach (var line in traced.Logs.Values.SelectMany(lines => lines))
        {
            line.ShouldNotContain(TracedShot.Marker);
            line.ShouldNotContain(traced.Password);
        }

        var said = traced.Collector.Spans.SelectMany(span => span.Attributes.Values).Select(value => value.ToString()!).ToList();
        said.AddRange(traced.Collector.Logs.SelectMany(log => log.Attributes.Values.Select(value => value.ToString()!).Append(log.Body)));
        said.ShouldNotBeEmpty();
        said.ShouldAllBe(value => !value.Contains(TracedShot.Marker, StringComparison.Ordinal) && !value.Contains(traced.Password, StringComparison.Ordinal));
    }
}
