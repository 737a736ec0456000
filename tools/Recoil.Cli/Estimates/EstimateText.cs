using System.Globalization;
using Recoil.Cli.Commands;
using Recoil.Cli.Tables;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Reports.Html;
using Recoil.Shots.Estimates;

namespace Recoil.Cli.Estimates;

/// <summary>An estimate for people.</summary>
internal static class EstimateText
{
    /// <summary>How many of 100 takes are taken to be good where nobody says.</summary>
    public const int AcceptancePercent = 70;

    private const int ShotsNamed = 8;

    /// <summary>The first line of a run: what it is and what it may cost.</summary>
    public static string Headline(RunEstimate estimate) => string.Create(
        CultureInfo.InvariantCulture,
        $"Run {estimate.RunId} of {estimate.Project}: {Words.Count(estimate.Shots.Count, "shot", "shots")}, at most {Amount(estimate.GreatestUsd ?? estimate.EpisodeCap)} of {Words.Dollars(estimate.EpisodeCap)}, {Amount(estimate.ExpectedUsd)} expected.");

    /// <summary>Tells people who start a run what it may cost.</summary>
    public static async Task WriteHeadAsync(RunRequested run, ChosenPlan plan, TextWriter output)
    {
        var estimate = RunEstimate.Of(run, plan.Models, AcceptancePercent);
        await output.WriteLineAsync(Headline(estimate));
        foreach (var notice in plan.Notices)
            await output.WriteLineAsync(notice);
        foreach (var warning in Warnings(estimate))
            await output.WriteLineAsync(warning);
    }

    /// <summary>What a producer should know before the start, one line each.</summary>
    public static IEnumerable<string> Warnings(RunEstimate estimate)
    {
        var stopped = estimate.MayBeStopped.Select(shot => shot.ShotId).ToArray();
        if (stopped.Length > 0)
        {
            var more = stopped.Length > ShotsNamed ? $" and {Words.Count(stopped.Length - ShotsNamed, "other", "others")}" : "";
            var greatest = estimate.GreatestUncappedUsd is { } known ? $"the shots may cost up to {Words.Dollars(known)}" : "not every price is known";
            yield return $"The cap of {Words.Dollars(estimate.EpisodeCap)} may stop {string.Join(", ", stopped.Take(ShotsNamed))}{more}: {greatest}. Raise it with --budget, or start as it is.";
        }

        foreach (var model in estimate.Shots.Where(shot => shot.TakeUsd is null).Select(shot => shot.Model).Distinct(StringComparer.Ordinal))
            yield return $"The models file has no price for {model}, so there is no total. Add it with --models.";
    }

    public static void Write(RunEstimate estimate, TextWriter output, bool terminal)
    {
        output.WriteLine(Headline(estimate));
        output.WriteLine();
        var isJudged = estimate.Shots.Any(shot => shot.Judges.Count > 0);
        var table = new TextTable(
            [
                new Column("scene", Right: true), "shot", "kind", "model", new Column("a take", Right: true), .. isJudged ? [new Column("its judging", Right: true)] : (Column[])[],
                new Column("takes", Right: true), new Column("expected", Right: true), new Column("greatest", Right: true), "",
            ]);
        foreach (var shot in estimate.Shots)
        {
            table.Add(
            [
                Scene(shot.SceneIndex), shot.ShotId, shot.Operation == Operation.VideoI2v ? "clip" : "keyframe", shot.Model, Amount(shot.TakeUsd),
                .. isJudged ? [shot.Judges.Count == 0 ? "-" : Amount(shot.JudgingUsd)] : (Cell[])[],
                $"≤ {shot.Takes}", Amount(shot.ExpectedUsd), Amount(shot.GreatestUsd), Remark(shot),
            ]);
        }

        table.Write(output, terminal);
        output.WriteLine();
        var scenes = new TextTable(
            new Column("scene", Right: true), new Column("shots", Right: true), new Column("expected", Right: true), new Column("greatest", Right: true));
        foreach (var scene in estimate.Scenes)
            scenes.Add(Scene(scene.SceneIndex), Number(scene.Shots), Amount(scene.ExpectedUsd), Amount(scene.GreatestUsd));
        scenes.Add("all", Number(estimate.Shots.Count), Amount(estimate.ExpectedUsd), Amount(estimate.GreatestUncappedUsd));
        scenes.Add("cap", "", "", Amount(estimate.EpisodeCap));
        scenes.Write(output, terminal);
        output.WriteLine();
        output.WriteLine(
            $"Expected: {estimate.AcceptancePercent} of 100 takes are good. Greatest: every take that the rules and the shot's cap allow is made and billed as priced{(isJudged ? ", and each judge is asked twice" : "")}.");
    }

    private static Cell Remark(ShotEstimate shot) => shot switch
    {
        { Takes: 0 } => new Cell("its own cap allows no take", "yellow"),
        { MayBeStopped: true } => new Cell("may be stopped by the cap", "yellow"),
        _ => "",
    };

    private static string Scene(int? scene) => scene?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Amount(decimal? amount) => amount is { } known ? Words.Dollars(Math.Round(known, known < 0.1m ? 4 : 2)) : "unknown";
}
