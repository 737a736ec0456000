using Recoil.Contracts;
using Recoil.Critic.Checks;

namespace Recoil.Critic.Verdicts;

/// <summary>Turns what the checks saw into the critic's answer.</summary>
internal static class Verdict
{
    public const string Gate = "local_critic";

    // Beyond this, degrees do not count: a take that is four times over a limit is as useless as one ten times over.
    private const double WorstExcess = 4;

    /// <summary>What was seen by the checks of pixels, and by judges where there are any.</summary>
    public static CriticVerdict Of(CritiqueTake take, IReadOnlyList<Observation> observations, IReadOnlyList<Judgement>? judgements = null)
    {
        var hard = Found(observations, Severity.Hard);
        var soft = Found(observations, Severity.Soft);
        var worst = hard.Concat(soft).FirstOrDefault();
        return new CriticVerdict
        {
            CorrelationId = take.CorrelationId,
            TakeId = take.TakeId,
            Success = hard.Count == 0,
            Gate = new GateVerdict
            {
                Passed = worst is null,
                Name = Gate,
                FailureCategory = worst is null ? "" : SnakeCase.Of(worst.Finding.FailureMode),
                DominantFailureMode = worst?.Finding.FailureMode,
                HardFailures = [.. hard.Select(o => o.Finding.Check).Distinct(StringComparer.Ordinal)],
            },
            Findings = [.. observations.Select(o => o.Finding)],
            Error = hard.Count == 0 ? null : $"{worst!.Finding.Check}: {worst.Line ?? worst.Finding.Evidence}",
            Score = Score(worst),
            Judgements = judgements ?? NoneOf(take),
        };
    }

    /// <summary>The critic could not judge. That is never a pass.</summary>
    public static CriticVerdict Pending(CritiqueTake take, string why, IReadOnlyList<Observation>? observations = null, IReadOnlyList<Judgement>? judgements = null) => new()
    {
        CorrelationId = take.CorrelationId,
        TakeId = take.TakeId,
        Success = false,
        Gate = new GateVerdict { Passed = false, Name = Gate },
        Error = $"could not be judged: {why}",
        FinalState = "pending_qc",
        Findings = [.. (observations ?? []).Select(o => o.Finding)],
        Judgements = judgements ?? NoneOf(take),
    };

    /// <summary>That none of its judges was asked; null where it has none.</summary>
    private static Judgement[]? NoneOf(CritiqueTake take) => take.Judging is null ? null : [];

    /// <summary>1 for a clean take; 0.5 and less for a soft finding, 0.25 and less for a hard one, by how far it is over its limit.</summary>
    private static double Score(Observation? worst)
    {
        if (worst is null)
            return 1;
        var share = 1 / (1 + Math.Min(worst.Excess, WorstExcess));
        return Math.Round(worst.Finding.Severity == Severity.Hard ? share / 2 : share, 3);
    }

    private static List<Observation> Found(IEnumerable<Observation> observations, Severity severity) =>
        [.. observations.Where(o => o.Finding.Severity == severity).OrderByDescending(o => o.Excess)];
}
