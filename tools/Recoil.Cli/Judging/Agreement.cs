using Recoil.Contracts;

namespace Recoil.Cli.Judging;

/// <summary>How far findings of one kind agree with people's decisions on the same takes.</summary>
/// <param name="By">Who found it: <c>judges</c> or <c>pixels</c>.</param>
/// <param name="FailureMode">The failure mode; null for all of them together.</param>
/// <param name="Takes">The takes that were looked at for it and decided on by a person.</param>
/// <param name="Refused">Those of them that people did not keep.</param>
/// <param name="Found">Those of them in which it was found.</param>
/// <param name="FoundAndRefused">Those in which it was found and that people did not keep.</param>
internal sealed record Agreement(string By, FailureMode? FailureMode, int Takes, int Refused, int Found, int FoundAndRefused)
{
    /// <summary>Of those in which it was found, the share that people did not keep, 0 to 1; null where it was not found.</summary>
    public double? Precision => Share(FoundAndRefused, Found);

    /// <summary>
    /// Of those that people did not keep, the share in which it was found, 0 to 1; null where they kept all. People do not say which failure they
    /// saw: for one failure mode it is a lower bound.
    /// </summary>
    public double? Recall => Share(FoundAndRefused, Refused);

    /// <summary>One for judges and one for pixels, each for all failures together and then for each failure mode that was looked for.</summary>
    public static IReadOnlyList<Agreement> Of(IReadOnlyList<JudgedTake> takes) =>
    [
        .. Of(takes, "judges", static finding => finding.Judge is not null),
        .. Of(takes, "pixels", static finding => finding.Judge is null),
    ];

    private static IEnumerable<Agreement> Of(IReadOnlyList<JudgedTake> takes, string by, Func<Finding, bool> isTheirs)
    {
        var looked = takes
            .Select(take => (take.IsAccepted, Findings: take.Findings.Where(finding => finding.Severity != Severity.NotEvaluated && isTheirs(finding)).ToList()))
            .Where(take => take.Findings.Count > 0)
            .ToList();
        if (looked.Count == 0)
            yield break;
        yield return One(null, static _ => true);
        foreach (var mode in looked.SelectMany(take => take.Findings).Select(finding => finding.FailureMode).Distinct().Order())
            yield return One(mode, finding => finding.FailureMode == mode);

        Agreement One(FailureMode? mode, Func<Finding, bool> isOfMode)
        {
            var of = looked.Where(take => take.Findings.Any(isOfMode)).ToList();
            var found = of.Where(take => take.Findings.Any(finding => isOfMode(finding) && finding.Severity is (Severity.Soft or Severity.Hard))).ToList();
            return new Agreement(by, mode, of.Count, of.Count(take => !take.IsAccepted), found.Count, found.Count(take => !take.IsAccepted));
        }
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : Math.Round((double)part / whole, 3);
}
