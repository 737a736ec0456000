using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.Reports.Html;

/// <summary>One shot on the page.</summary>
internal sealed class ShotCard(OutputFolder folder, Thumbnails thumbnails)
{
    private readonly TimelineView _timeline = new(folder, thumbnails);

    public Markup Of(ReportedShot shot, ReviewEntry? review) => Markup.Of($"""
        <article class="card {shot.Status}" id="{Anchor(shot)}" data-status="{shot.Status}">
        <div class="picture">{Picture(shot)}</div>
        <div class="body">
        <h3><span>{shot.ShotId}{Badge(shot.Status)}</span><span class="cost">{CostView.Of(shot.Cost)}</span></h3>
        <p class="meta">{Kind(shot)}<span>{Words.Count(shot.Attempts, "attempt", "attempts")}, {Words.Count(shot.Takes, "take", "takes")}</span></p>
        {FailureMode(shot)}
        {Prompt(shot)}
        {Notes(shot)}
        {Review(review)}
        {_timeline.Of(shot)}
        </div></article>
        """);

    public static string Anchor(ReportedShot shot) => $"shot-{shot.ShotId}";

    public static Markup Badge(string status) => Markup.Of($"""<span class="badge {status}">{Words.Plain(status)}</span>""");

    private Markup Picture(ReportedShot shot)
    {
        if (shot.OutputPath is not { } take)
            return Markup.Of($"""<div class="empty">{(shot.Status == StatusWord.NotStarted ? "not started" : "no take")}</div>""");

        var picture = thumbnails.Of(take) is { } jpeg
            ? Image(jpeg, $"{shot.ShotId}, the take that its status refers to")
            : Markup.Of($"""<div class="empty">this take cannot be shown</div>""");
        var play = IsClip(shot) ? Markup.Of($"""<span class="play" aria-hidden="true">▶</span>""") : Markup.None;
        return folder.Link(take) is { } link
            ? Markup.Of($"""<a href="{link}" title="{(IsClip(shot) ? "Play the clip" : "Open the picture")}">{picture}{play}</a>""")
            : Markup.Of($"{picture}{play}");
    }

    public static Markup Image(byte[] jpeg, string description) =>
        Markup.Of($"""<img src="data:image/jpeg;base64,{new Markup(Convert.ToBase64String(jpeg))}" alt="{description}">""");

    private static bool IsClip(ReportedShot shot) => shot.Pipeline == "video";

    private static Markup Kind(ReportedShot shot) =>
        Markup.Of($"<span>{(IsClip(shot) ? "clip" : "keyframe")} {shot.AspectRatio}</span><span>{shot.Model}</span>");

    /// <summary>What was found and accepted is in the notes already.</summary>
    private static Markup FailureMode(ReportedShot shot) => shot.FailureMode is { } mode && shot.ValidationNotes.Count == 0
        ? Markup.Of($"""<p class="failure">{Words.Plain(mode)}</p>""")
        : Markup.None;

    private static Markup Prompt(ReportedShot shot) => shot.SoftenedPrompt is { } softened
        ? Markup.Of($"""<p class="prompt" dir="auto">{PromptDiff.Of(shot.Prompt, softened)}</p><p class="hint">The provider refused the prompt; it was softened as marked.</p>""")
        : Markup.Of($"""<p class="prompt" dir="auto">{shot.Prompt}</p>""");

    private static Markup Notes(ReportedShot shot) => shot.ValidationNotes.Count == 0
        ? Markup.None
        : Markup.Of($"""<ul class="notes">{shot.ValidationNotes.Select(note => Markup.Of($"<li>{note}</li>"))}</ul>""");

    private static Markup Review(ReviewEntry? review) => review is null
        ? Markup.None
        : Markup.Of($"""<p class="review"><b>In the review queue</b>, {Words.Plain(SnakeCase.Of(review.Request.Reason))}<code>{review.ReviewId.ToString()}</code></p>""");
}
