using System.Globalization;
using Recoil.Contracts;
using Recoil.Critic.Checks;

namespace Recoil.Critic.Judging;

/// <summary>Counts what judges say. Pure.</summary>
internal static class Votes
{
    /// <summary>One observation for each dimension, by the majority of the judges that could judge it; where none is larger, the worse counts.</summary>
    /// <param name="dimensions">What was asked.</param>
    /// <param name="verdicts">The judges that gave a verdict, at least one.</param>
    /// <returns>The observations, and what a person must settle: a dimension that one judge finds hard and another one good.</returns>
    public static (IReadOnlyList<Observation> Seen, IReadOnlyList<string> Disagreements) Count(IReadOnlyList<Dimension> dimensions, IReadOnlyList<JudgeVerdict> verdicts)
    {
        var (seen, disagreements) = (new List<Observation>(), new List<string>());
        foreach (var dimension in dimensions)
        {
            var votes = verdicts.Select(verdict => (verdict.Judge, Answer: verdict.Answers![dimension.Name])).ToList();
            var able = votes.Where(vote => vote.Answer.CanBeJudged).Select(vote => new Vote(vote.Judge, vote.Answer, dimension.SeverityOf(vote.Answer.Score))).ToList();
            if (able.Count == 0)
            {
                seen.Add(Observation.NotEvaluated(dimension.Name, dimension.Mode, string.Join("; ", votes.Select(vote => $"{vote.Judge} cannot judge it: {vote.Answer.Evidence}"))));
                continue;
            }

            if (able.Exists(vote => vote.Severity == Severity.Hard) && able.Exists(vote => vote.Severity == Severity.Passed))
            {
                disagreements.Add($"{dimension.Name} ({string.Join("; ", able.Select(vote => vote.ToString()))})");
                seen.AddRange(able.Select(vote => Of(dimension, vote.Severity, [vote])));
                continue;
            }

            var majority = able.GroupBy(vote => vote.Severity).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First();
            seen.Add(Of(dimension, majority.Key, [.. majority.Concat(able.Where(vote => vote.Severity != majority.Key))]));
        }

        return (seen, disagreements);
    }

    /// <param name="dimension">The dimension.</param>
    /// <param name="severity">What the majority says.</param>
    /// <param name="votes">The majority's first.</param>
    private static Observation Of(Dimension dimension, Severity severity, IReadOnlyList<Vote> votes)
    {
        var score = votes.Where(vote => vote.Severity == severity).Average(vote => vote.Answer.Score);
        var limit = dimension.LimitOf(severity);
        return new Observation(
            new Finding
            {
                Check = dimension.Name,
                FailureMode = dimension.Mode,
                Severity = severity,
                Judge = string.Join(", ", votes.Where(vote => vote.Severity == severity).Select(vote => vote.Judge)),
                Score = Math.Round(score, 3),
                Threshold = limit,
                Evidence = string.Join("; ", votes.Select(vote => vote.ToString())),
            },
            limit is { } good and < 1 ? (1 - score) / (1 - good) : 0)
        {
            // Words of a model must not be taken for those of a provider's error.
            Line = string.Create(CultureInfo.InvariantCulture, $"{string.Join(" and ", votes.Where(vote => vote.Severity == severity).Select(vote => vote.Judge))} gave {score:0.00} of 1, under {limit:0.00}"),
        };
    }

    private sealed record Vote(string Judge, DimensionAnswer Answer, Severity Severity)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Judge} {Answer.Score:0.00}: {Answer.Evidence}");
    }
}
