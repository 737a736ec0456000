using Recoil.Contracts;

namespace Recoil.Reports.Html;

/// <summary>Everything that happened to a shot, and all its takes.</summary>
internal sealed class TimelineView(OutputFolder folder, Thumbnails thumbnails)
{
    public Markup Of(ReportedShot shot)
    {
        if (shot.Timeline.Count == 0)
            return Markup.None;

        var start = shot.Timeline[0].At;
        return Markup.Of($"""
            <details><summary>What happened<small>{Words.Count(shot.Timeline.Count, "step", "steps")}, {Words.Since(shot.Timeline[^1].At - start)}</small></summary>
            {Takes(shot)}
            <ol class="timeline">{shot.Timeline.Select(entry => Entry(entry, start))}</ol></details>
            """);
    }

    private Markup Takes(ReportedShot shot)
    {
        var takes = shot.Timeline.Where(entry => entry.Take > 0)
            .GroupBy(entry => (entry.Attempt, entry.Take))
            .Where(take => take.Any(entry => entry.Output is not null))
            .Select(take => Take(take.Key.Attempt, take.Key.Take, [.. take]))
            .ToArray();
        return takes.Length == 0 ? Markup.None : Markup.Of($"""<ul class="takes">{takes}</ul>""");
    }

    private Markup Take(int attempt, int take, TimelineEntry[] entries)
    {
        var output = entries.Select(entry => entry.Output).OfType<string>().First();
        var failure = entries.Select(entry => entry.FailureMode).OfType<FailureMode>().Where(mode => mode != FailureMode.None)
            .Select(mode => (FailureMode?)mode).LastOrDefault();
        var soft = entries.SelectMany(entry => entry.Findings ?? []).Any(finding => finding.Severity == Severity.Soft)
            && !entries.SelectMany(entry => entry.Findings ?? []).Any(finding => finding.Severity == Severity.Hard);
        var picture = thumbnails.Of(output) is { } jpeg
            ? ShotCard.Image(jpeg, $"attempt {attempt}, take {take}")
            : Markup.Of($"""<div class="empty">cannot be shown</div>""");
        var linked = folder.Link(output) is { } link ? Markup.Of($"""<a href="{link}">{picture}</a>""") : picture;
        return Markup.Of($"""<li>{linked}<b>{attempt}.{take}</b><span class="{(failure is null ? "good" : soft ? "noted" : "bad")}">{(failure is { } mode ? Words.Plain(SnakeCase.Of(mode)) : "nothing found")}</span></li>""");
    }

    private static Markup Entry(TimelineEntry entry, DateTimeOffset start)
    {
        var take = entry switch
        {
            { Take: > 0 } => $"{entry.Attempt}.{entry.Take}",
            { Attempt: > 0 } => $"{entry.Attempt}",
            _ => "",
        };
        var mode = entry.FailureMode is { } failure && failure != FailureMode.None
            ? Markup.Of($"""<span class="mode">{Words.Plain(SnakeCase.Of(failure))}</span>""")
            : Markup.None;
        // What is reserved is an estimate by nature, and needs no explanation.
        var cost = KnownCost.Of(entry) is { } known
            ? Markup.Of($"""<span class="cost">{(entry.Event == "dispatched" ? Markup.Of($"{Words.Cost(known)}") : CostView.Of(known))}</span>""")
            : Markup.None;
        return Markup.Of($"""
            <li class="{EventClass(entry)}"><p><time datetime="{entry.At.UtcDateTime.ToString("O")}">{Words.Since(entry.At - start)}</time><span class="take">{take}</span><b>{Words.Plain(entry.Event)}</b>{mode}{Decision(entry)}{cost}</p>{Detail(entry)}{Findings(entry)}</li>
            """);
    }

    private static string EventClass(TimelineEntry entry) => entry.Event switch
    {
        "verdict" => "verdict",
        "decision" => "decision",
        "fallback" or "late" => "odd",
        _ => "step",
    };

    private static Markup Decision(TimelineEntry entry) => (entry.Rule, entry.Action) switch
    {
        (null, null) => Markup.None,
        ({ } rule, null) => Markup.Of($"""<span class="rule">{Words.Plain(rule)}</span>"""),
        (null, { } action) => Markup.Of($"""<span class="action">→ {Words.Plain(action)}</span>"""),
        ({ } rule, { } action) => Markup.Of($"""<span class="rule">{Words.Plain(rule)}</span><span class="action">→ {Words.Plain(action)}</span>"""),
    };

    private static Markup Detail(TimelineEntry entry) =>
        string.IsNullOrEmpty(entry.Detail) ? Markup.None : Markup.Of($"""<p class="detail" dir="auto">{entry.Detail}</p>""");

    private static Markup Findings(TimelineEntry entry) => entry.Findings is not { Count: > 0 } findings
        ? Markup.None
        : Markup.Of($"""
            <table class="findings"><thead><tr><th>check</th><th>found</th><th>score</th><th>limit</th><th>seen</th></tr></thead><tbody>{findings.Select(Finding)}</tbody></table>
            """);

    private static Markup Finding(Finding finding)
    {
        var severity = SnakeCase.Of(finding.Severity);
        return Markup.Of($"""
            <tr class="{severity}"><td>{Words.Plain(finding.Check)}</td><td><span class="severity">{Words.Plain(severity)}</span></td><td>{Measure(finding.Score)}</td><td>{Measure(finding.Threshold)}</td><td dir="auto">{finding.Evidence}</td></tr>
            """);
    }

    private static string Measure(double? value) => value is { } number ? Words.Measure(number) : "–";
}
