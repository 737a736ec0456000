using System.Security.Cryptography;
using System.Text;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.Reports.Html;

/// <summary><c>report.html</c>: one file with everything in it, for a producer and a reviewer.</summary>
internal sealed class HtmlReport(RunReport report, IReadOnlyList<ReviewEntry> reviews, OutputFolder folder, Thumbnails thumbnails)
{
    private readonly ShotCard _card = new(folder, thumbnails);
    private readonly Dictionary<string, ReviewEntry> _reviews = reviews
        .GroupBy(entry => entry.Request.ShotId, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    public async Task WriteAsync(Stream stream)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 64 * 1024, leaveOpen: true);
        foreach (var piece in Pieces())
            await writer.WriteLineAsync(piece.Html);
    }

    private IEnumerable<Markup> Pieces()
    {
        yield return Head();
        yield return Header();
        yield return Queue();
        foreach (var scene in report.Shots.GroupBy(shot => shot.SceneIndex))
        {
            var (name, shots) = (scene.Key is { } number ? $"Scene {number}" : "No scene", scene.ToArray());
            yield return Markup.Of($"""
                <section class="scene"><h2>{name}<small>{Words.Count(shots.Length, "shot", "shots")}, {CostView.Of(KnownCost.Sum(shots.Select(shot => shot.Cost)))}</small></h2><div class="cards">
                """);
            foreach (var shot in shots)
                yield return _card.Of(shot, _reviews.GetValueOrDefault(shot.ShotId));
            yield return new Markup("</div></section>");
        }

        yield return Foot();
    }

    private Markup Head()
    {
        var (style, script) = (Resource("report.css"), Resource("report.js"));
        var policy = $"default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src 'sha256-{Hash(style)}'; script-src 'sha256-{Hash(script)}'";
        return Markup.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{new Markup(policy)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Title()} · Recoil report</title>
            <style>{new Markup(style)}</style>
            </head>
            <body>
            """);
    }

    private Markup Header()
    {
        var accepted = report.Shots.Count(shot => shot.Status == "ok");
        var perAccepted = accepted == 0 ? "–" : Words.Cost(report.Cost with { Usd = decimal.Round(report.CostUsd / accepted, 3) });
        return Markup.Of($"""
            <header>
            <div class="slate" aria-hidden="true"></div>
            <div class="title"><div><p class="project">{report.Project}</p><h1>{Title()}</h1><p class="run">run {report.RunId}, {Words.Plain(report.Policy.ToString())} policy</p></div>
            <button id="theme" type="button" title="Light or dark">◐</button></div>
            <div class="facts">
            {Money()}
            {Fact(Words.Count(accepted, "shot", "shots"), $"accepted of {report.Shots.Count}")}
            {Fact(Words.Count(_reviews.Count, "shot", "shots"), "in the review queue")}
            {Fact(Words.Count(report.Takes, "take", "takes"), "made")}
            {Fact(perAccepted, "for an accepted shot")}
            </div>
            <nav><div class="filters" role="group" aria-label="Show shots by status">
            <button type="button" class="chip" data-status="" aria-pressed="true">all<b>{report.Shots.Count}</b></button>
            {report.CountsByStatus.Select(count => Markup.Of($"""<button type="button" class="chip {count.Key}" data-status="{count.Key}" aria-pressed="false">{Words.Plain(count.Key)}<b>{count.Value}</b></button>"""))}
            </div><input id="search" type="search" placeholder="Find in shots" aria-label="Find in shots"></nav>
            </header>
            <main>
            """);
    }

    private Markup Money()
    {
        var (cap, spent) = (report.Budget.EpisodeCap, report.Budget.Spent);
        var share = cap > 0 ? (int)Math.Clamp(spent / cap * 1000, 0, 1000) : spent > 0 ? 1000 : 0;
        var reserved = report.Budget.Reserved > 0 ? $", {Words.Dollars(report.Budget.Reserved)} reserved" : "";
        return Markup.Of($"""
            <div class="fact money"><strong>{CostView.Of(report.Spent)}</strong><span>spent of {Words.Dollars(cap)}{reserved}</span>
            <svg class="bar" viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label="{share / 10} percent of the money is spent"><rect class="track" width="1000" height="12"/><rect class="{(share >= 900 ? "fill high" : "fill")}" width="{share}" height="12"/></svg></div>
            """);
    }

    private Markup Queue()
    {
        if (_reviews.Count == 0)
            return Markup.None;

        var rows = report.Shots.Where(shot => _reviews.ContainsKey(shot.ShotId)).Select(shot =>
        {
            var request = _reviews[shot.ShotId].Request;
            return Markup.Of($"""
                <li><a href="#{ShotCard.Anchor(shot)}">{shot.ShotId}</a>{ShotCard.Badge(shot.Status)}<span>{Words.Plain(request.Reason.ToString())}: {Words.Plain(request.FailureMode)}</span><em>{(shot.Cost.IsUnknown ? "cost " : "")}{CostView.Of(shot.Cost)}</em></li>
                """);
        });
        return Markup.Of($"""<section class="queue"><h2>For a person to look at</h2><ol>{rows}</ol></section>""");
    }

    private static Markup Foot() => Markup.Of($"""
        <p id="none" hidden>No shot is like this.</p>
        </main>
        <footer>The same in data: <a href="{RunReports.JsonName}">{RunReports.JsonName}</a>, <a href="{RunReports.OpsName}">{RunReports.OpsName}</a>, <a href="{RunReports.ReviewQueueName}">{RunReports.ReviewQueueName}</a>, <a href="{RunReports.ContactSheetName(1)}">{RunReports.ContactSheetName(1)}</a></footer>
        <script>{new Markup(Resource("report.js"))}</script>
        </body>
        </html>
        """);

    private string Title() => report.EpisodeId.Length > 0 ? report.EpisodeId.Replace('_', ' ') : report.RunId;

    private static Markup Fact(string value, string what) => Markup.Of($"""<div class="fact"><strong>{value}</strong><span>{what}</span></div>""");

    private static string Hash(string content) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(typeof(HtmlReport), name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
