using System.Globalization;
using Recoil.Contracts;
using Recoil.Critic.Checks;
using Recoil.Critic.Evaluation;
using Recoil.Generator.Providers.Animatic;

namespace Recoil.Critic.Tests.Calibration;

/// <summary>How well a check tells defective takes from others.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Found">Defective and found.</param>
/// <param name="Missed">Defective and not found.</param>
/// <param name="Wrong">Not defective and found.</param>
/// <param name="Passed">Not defective and not found.</param>
/// <param name="GoodScores">What was measured on takes without the defect.</param>
/// <param name="BadScores">What was measured on takes with it.</param>
internal sealed record CheckAccuracy(
    string Check, int Found, int Missed, int Wrong, int Passed, IReadOnlyList<double> GoodScores, IReadOnlyList<double> BadScores)
{
    public double Precision => Found + Wrong == 0 ? 1 : (double)Found / (Found + Wrong);

    public double Recall => Found + Missed == 0 ? 1 : (double)Found / (Found + Missed);

    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Check} | {Found + Missed} | {Wrong + Passed} | {Precision:0.00} | {Recall:0.00} | {Range(GoodScores)} | {Range(BadScores)} |");

    /// <summary>Every check that has a defect to find, on these takes and verdicts.</summary>
    public static IReadOnlyList<CheckAccuracy> Of(IReadOnlyList<(LabelledTake Take, CriticVerdict Verdict)> judged) =>
    [
        Of(UnusableTake.Name, judged, t => t.Defect is Defect.Blank or Defect.Undecodable or Defect.WrongAspect, onlyGood: false),
        Of(GridInfluence.Name, judged, t => t.Defect is Defect.Grid, onlyGood: false),
        Of(RefBleed.Name, judged, t => t.Defect is Defect.RefCopy or Defect.RefCopyMirrored, onlyGood: false),
        Of(MotionFailure.Name, judged, t => t.Defect is Defect.Frozen, onlyGood: false),
        // A grid or a copy has another light than its scene, too: for these only good takes count as free of the defect.
        Of(LightingMismatch.Name, judged, t => t.Defect is Defect.WrongLight, onlyGood: true),
        Of(EndFrameDrift.Name, judged, t => t.Defect is Defect.WrongEndFrame, onlyGood: true),
        Of(IdentityDrift.Name, judged, t => t.OtherPerson, onlyGood: true),
    ];

    private static CheckAccuracy Of(
        string check, IEnumerable<(LabelledTake Take, CriticVerdict Verdict)> judged, Func<LabelledTake, bool> defective, bool onlyGood)
    {
        int found = 0, missed = 0, wrong = 0, passed = 0;
        var (good, bad) = (new List<double>(), new List<double>());
        foreach (var (take, verdict) in judged)
        {
            var findings = verdict.Findings.Where(f => f.Score is not null && JudgedCase.IsOf(f, check)).ToArray();
            var isBad = defective(take);
            if (findings.Length == 0 || (!isBad && onlyGood && (take.Defect != Defect.None || take.OtherPerson)))
                continue;

            var says = findings.Any(f => f.Severity is Severity.Soft or Severity.Hard);
            (isBad ? bad : good).AddRange(findings.Select(f => f.Score ?? 0));
            _ = (isBad, says) switch
            {
                (true, true) => found++,
                (true, false) => missed++,
                (false, true) => wrong++,
                _ => passed++,
            };
        }

        return new CheckAccuracy(check, found, missed, wrong, passed, good, bad);
    }

    private static string Range(IReadOnlyList<double> scores)
    {
        if (scores.Count == 0)
            return "";
        var sorted = scores.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[0]:0.00} … {sorted[sorted.Length / 2]:0.00} … {sorted[^1]:0.00}");
    }
}
