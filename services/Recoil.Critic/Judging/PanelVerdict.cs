using Recoil.Contracts;
using Recoil.Critic.Checks;

namespace Recoil.Critic.Judging;

/// <summary>What the judges of a take say together. Pure.</summary>
/// <param name="Seen">What they saw.</param>
/// <param name="Judgements">What came of asking each.</param>
/// <param name="NotJudged">Why the take is not judged, which is never a pass; null when it is.</param>
internal sealed record PanelVerdict(IReadOnlyList<Observation> Seen, IReadOnlyList<Judgement> Judgements, string? NotJudged)
{
    /// <summary>The take is judged when more than half of the judges gave a verdict, and none of them finds good what another one finds hard.</summary>
    /// <param name="dimensions">What was asked.</param>
    /// <param name="verdicts">One of each judge, at least one.</param>
    public static PanelVerdict Of(IReadOnlyList<Dimension> dimensions, IReadOnlyList<JudgeVerdict> verdicts)
    {
        Judgement[] judgements = [.. verdicts.Select(verdict => verdict.ToJudgement())];
        var given = verdicts.Where(verdict => verdict.Answers is not null).ToList();
        if (given.Count * 2 <= verdicts.Count)
            return new PanelVerdict([], judgements, string.Join("; ", verdicts.Where(verdict => verdict.Failure is not null).Select(verdict => $"{verdict.Judge}: {verdict.Failure}")));

        var (seen, disagreements) = Votes.Count(dimensions, given);
        return new PanelVerdict(seen, judgements, disagreements.Count == 0 ? null : $"the judges disagree on {string.Join(" and on ", disagreements)}");
    }
}
