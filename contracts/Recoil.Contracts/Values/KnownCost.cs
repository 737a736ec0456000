using System.Runtime.InteropServices;

namespace Recoil.Contracts;

/// <summary>What is known of a cost: an amount, and where it comes from. The default value knows nothing.</summary>
/// <param name="Usd">US dollars, 0 or more; with <see cref="CostSource.Unknown"/> only the part that is known.</param>
/// <param name="Source">Where the amount comes from.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KnownCost(decimal Usd, CostSource Source)
{
    /// <summary>Certainly nothing was bought.</summary>
    public static KnownCost Free => Reported(0);

    public static KnownCost Unknown => new(0, CostSource.Unknown);

    /// <summary>Whether it is certainly nothing. An estimate of 0 is not certain.</summary>
    public bool IsFree => Usd == 0 && Source >= CostSource.Computed;

    /// <summary>Whether nothing at all is known of it.</summary>
    public bool IsUnknown => Usd == 0 && Source == CostSource.Unknown;

    public static KnownCost Reported(decimal usd) => new(usd, CostSource.Reported);

    public static KnownCost Computed(decimal usd) => new(usd, CostSource.Computed);

    public static KnownCost Estimated(decimal usd) => new(usd, CostSource.Estimated);

    /// <summary>An amount of a message or a stored document.</summary>
    /// <param name="usd">US dollars.</param>
    /// <param name="source">Where it comes from. Those of earlier versions do not say: every provider gave a bill then, so it is reported.</param>
    public static KnownCost Of(decimal usd, CostSource? source) => new(usd, source ?? CostSource.Reported);

    /// <summary>What a generation cost. Of one with an unknown outcome nobody knows it, whatever else the message says.</summary>
    public static KnownCost Of(GenerationCompleted generation) =>
        Of(generation.Cost, generation.ErrorKind == ErrorKind.OutcomeUnknown ? CostSource.Unknown : generation.CostSource);

    /// <summary>What all judges of a verdict cost together; nothing where there were none.</summary>
    public static KnownCost Of(CriticVerdict verdict) => Sum((verdict.Judgements ?? []).Select(Of));

    public static KnownCost Of(Judgement judgement) => new(judgement.Cost, judgement.CostSource);

    /// <summary>What a shot cost before a person looked at it. Of one with an unknown outcome nobody knew it, also where an earlier version did not say so.</summary>
    public static KnownCost Of(EnqueueReview review) =>
        Of(review.TotalCostUsd, review.CostSource ?? (review.Reason == ReviewReason.OutcomeUnknown ? CostSource.Unknown : null));

    public static KnownCost Of(ShotCompleted shot) => Of(shot.CostUsd, shot.CostSource);

    public static KnownCost Of(ShotProgressed shot) => Of(shot.CostUsd, shot.CostSource);

    public static KnownCost Of(ShotCostRaised shot) => Of(shot.CostUsd, shot.CostSource);

    public static KnownCost Of(RunCompleted run) => Of(run.CostUsd, run.CostSource);

    /// <summary>What an attempt cost; null where there is no cost to know.</summary>
    public static KnownCost? Of(AttemptRecord attempt) => OfOptional(attempt.Cost, attempt.CostSource);

    /// <summary>What happened with money; null where there was none.</summary>
    public static KnownCost? Of(TimelineEntry entry) => OfOptional(entry.Cost, entry.CostSource);

    /// <summary>The known amounts together, from the weakest of the two sources. What is certainly free weakens nothing.</summary>
    public static KnownCost operator +(KnownCost one, KnownCost other) => new(one.Usd + other.Usd, (one.IsFree, other.IsFree) switch
    {
        (true, false) => other.Source,
        (false, true) => one.Source,
        (false, false) => one.Source < other.Source ? one.Source : other.Source,
        (true, true) => CostSource.Reported,
    });

    public static KnownCost Sum(IEnumerable<KnownCost> parts) => parts.Aggregate(Free, (sum, part) => sum + part);

    private static KnownCost? OfOptional(decimal? usd, CostSource? source) => (usd, source) switch
    {
        ({ } known, _) => Of(known, source),
        (null, CostSource.Unknown) => Unknown,
        _ => null,
    };
}
