using System.Globalization;
using System.Text;

namespace Recoil.Critic.Evaluation;

/// <summary>How often the critic is right, as Markdown.</summary>
public static class EvaluationTable
{
    /// <summary>A row for each check that is asked for, and what becomes of good takes.</summary>
    public static string Checks(IReadOnlyList<JudgedCase> judged)
    {
        var counted = judged.Where(item => item.Counts).ToArray();
        var good = counted.Where(item => item.IsGood).ToArray();
        var table = new StringBuilder("| check | with the defect | found | precision | recall | good takes found wrong |\n|---|---|---|---|---|---|\n");
        foreach (var defective in counted.Where(item => !item.IsGood).GroupBy(item => item.Case.Label, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var found = defective.Count(item => item.Right);
            var wrong = good.Count(item => item.Found.Any(finding => JudgedCase.IsOf(finding, defective.Key)));
            Row(table, defective.Key, defective.Count(), found, Share(found, found + wrong), Share(found, defective.Count()), wrong);
        }

        var rejected = good.Count(item => item.Rejected);
        table.Append(CultureInfo.InvariantCulture, $"\n{rejected} of {good.Length} good takes rejected ({Share(rejected, good.Length)}), {good.Count(item => !item.Right) - rejected} noted without cause.\n");
        return table.ToString();
    }

    /// <summary>A row for each kind of take.</summary>
    public static string Kinds(IReadOnlyList<JudgedCase> judged)
    {
        var table = new StringBuilder("| label | kind | takes | right |\n|---|---|---|---|\n");
        foreach (var kind in judged.Where(item => item.Counts).GroupBy(item => (item.Case.Label, item.Case.Kind)).OrderBy(group => group.Key.Label, StringComparer.Ordinal).ThenBy(group => group.Key.Kind, StringComparer.Ordinal))
            Row(table, kind.Key.Label, kind.Key.Kind, kind.Count(), kind.Count(item => item.Right));
        return table.ToString();
    }

    /// <summary>A line for each take that was judged wrongly.</summary>
    public static IEnumerable<string> Mistakes(IReadOnlyList<JudgedCase> judged) =>
        from item in judged
        where item.Counts && !item.Right
        let findings = item.Found.Any() ? item.Found : item.Verdict.Findings.Where(finding => JudgedCase.IsOf(finding, item.Case.Label))
        select string.Create(
            CultureInfo.InvariantCulture,
            $"{item.Case.File} {item.Case.Label} ({item.Case.Kind}): {item.Verdict.FinalState}{string.Join("; ", findings.Select(f => $"{f.Check} {f.Severity} {f.Score} of {f.Threshold} {f.Evidence}"))}");

    private static void Row(StringBuilder table, params object[] cells) =>
        table.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");

    private static string Share(int part, int whole) => whole == 0 ? "" : ((double)part / whole).ToString("0.00", CultureInfo.InvariantCulture);
}
