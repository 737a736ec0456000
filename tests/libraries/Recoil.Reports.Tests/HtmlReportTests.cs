using System.Text.RegularExpressions;
using Recoil.Contracts;
using Recoil.Reports;
using Recoil.Reports.Html;
using Recoil.Runs.Testing;

namespace Recoil.Reports.Tests;

public sealed partial class HtmlReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Text_from_outside_never_becomes_markup()
    {
        const string Evil = "<script>alert('x')</script>\"><img src=x onerror=alert(1)> Blood on & </style>";
        var html = await PageAsync(ShotStatus.NeedsReview, Evil, "<b>\"e'");

        html.ShouldNotContain("<script>alert");
        html.ShouldNotContain("<img src=x");
        html.ShouldNotContain("<b>\"e");
        html.ShouldContain("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;");
        Tags().Matches(html).Count(tag => tag.Value == "<script").ShouldBe(1);
        Tags().Matches(html).Count(tag => tag.Value == "<style").ShouldBe(1);
    }

    [Fact]
    public async Task The_page_needs_nothing_but_itself()
    {
        Take("S1-1-1.png");
        Take("S1-1-2.png");

        var html = await PageAsync(ShotStatus.Ok, "A quay.");

        html.ShouldContain("Content-Security-Policy\" content=\"default-src 'none'");
        Addresses().Matches(html).Select(match => match.Groups["to"].Value).ShouldAllBe(to =>
            to.StartsWith('#') || to.StartsWith("data:image/jpeg;base64,") || to.StartsWith("takes/") || to == "report.json"
            || to.EndsWith(".jsonl") || to == "contact-sheet.png");
        html.ShouldContain($"data:image/jpeg;base64,{Convert.ToBase64String("S1-1-2.png@480"u8)}");
        html.ShouldContain($"data:image/jpeg;base64,{Convert.ToBase64String("S1-1-1.png@200"u8)}");
    }

    [Fact]
    public async Task A_card_explains_every_decision()
    {
        var html = await PageAsync(ShotStatus.Ok, "A quay.");

        html.ShouldContain("""<td>grid influence</td><td><span class="severity">hard</span></td><td>0.91</td><td>0.6</td><td dir="auto">gutters at 1/2 of the width and the height</td>""");
        html.ShouldContain("""<span class="severity">not evaluated</span>""");
        html.ShouldContain("""<span class="rule">reroll</span><span class="action">→ reduce refs</span>""");
        html.ShouldContain("""<li>lighting_mismatch: accepted (soft finding)</li>""");
        html.ShouldContain("""<time datetime="2026-03-01T09:00:05.0000000Z">&#x2B;5.0 s</time>""");
    }

    [Fact]
    public async Task A_softened_prompt_is_shown_as_what_was_changed() =>
        (await PageAsync(ShotStatus.NeedsReview, "MEDIUM. Blood on his cuff.")).ShouldContain("MEDIUM. <del>Blood</del> <ins>A dark stain</ins> on his cuff.");

    [Fact]
    public async Task A_shot_for_people_is_on_the_list_at_the_top() =>
        (await PageAsync(ShotStatus.IcuEscalated, "A quay.")).ShouldContain(
            """<li><a href="#shot-S1">S1</a><span class="badge icu_escalated">icu escalated</span><span>icu escalated: grid influence</span><em>$0.08</em></li>""");

    [Fact]
    public async Task A_clip_links_to_its_file()
    {
        Take("S1-1-2.mp4");

        (await PageAsync(ShotStatus.Ok, "A quay.", pipeline: "video")).ShouldContain("""<a href="takes/S1-1-2.mp4" title="Play the clip"><img src="data:image/jpeg""");
    }

    [Theory]
    [InlineData("a b c", "a b c", "a b c ")]
    [InlineData("a b c", "a x c", "a <del>b</del> <ins>x</ins> c ")]
    [InlineData("a", "a b", "a <ins>b</ins> ")]
    [InlineData("a b", "b", "<del>a</del> b ")]
    [InlineData("a a", "a", "a <del>a</del> ")]
    [InlineData("<i>", "&", "<del>&lt;i&gt;</del> <ins>&amp;</ins> ")]
    public void A_diff_marks_words(string before, string after, string html) => PromptDiff.Of(before, after).Html.ShouldBe(html);

    private async Task<string> PageAsync(ShotStatus status, string prompt, string episode = "e", string pipeline = "keyframe")
    {
        var run = new RunRequested
        {
            Project = "p", RunId = "r", EpisodeId = episode, Model = "animatic-keyframe", EpisodeCap = 5, ShotCap = 1,
            Shots = [new ShotFields { ShotId = "S1", Prompt = prompt, Pipeline = pipeline }],
        };
        await new RunReports(new FakeReportMedia()).WriteAsync(SampleRun.Of(run, _folder.Path, _ => status), new OutputFolder(_folder.Path), default);
        return _folder.Read("report.html");
    }

    private void Take(string name) => _folder.Write($"takes/{name}", Png.Header);

    [GeneratedRegex("<[a-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tags();

    [GeneratedRegex("(src|href)=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Addresses();
}
