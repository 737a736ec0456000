using System.Text.Json.Serialization;
using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots;

/// <summary>One take of a shot. What is known of a take is here and nowhere else in the document; see <see cref="ShotTakes"/>.</summary>
internal sealed class ShotTake
{
    /// <summary>The take, see <see cref="ShotIdentity.OfTake"/>; also its reservation.</summary>
    public required Guid Id { get; init; }

    /// <summary>The attempt, counted from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The take within the attempt, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>How it differs from the take before; null for an attempt's first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RerollStrategy? Strategy { get; init; }

    /// <summary>Prompt, references and seed; null until money is reserved.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TakePlan? Plan { get; set; }

    /// <summary>The generation that the take was decided on; null until there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GenerationCompleted? Result { get; set; }

    /// <summary>What the critic said; null where it was not asked or has not answered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CriticVerdict? Verdict { get; set; }

    /// <summary>Whether nobody knows if it was made and charged: its money stays reserved until a person says what it cost.</summary>
    [JsonIgnore]
    public bool IsOutcomeUnknown => ChargedCost is null && Result?.ErrorKind == ErrorKind.OutcomeUnknown;

    /// <summary>What it is settled for in US dollars, without judging; null until it is settled. A late bill raises it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ChargedCost { get; set; }

    /// <summary>Where <see cref="ChargedCost"/> comes from; null until it is settled, and where an earlier version settled it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CostSource? ChargedSource { get; set; }

    /// <summary>What judging it is settled for in US dollars; null where nobody was asked. A late verdict raises it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? JudgingCost { get; set; }

    /// <summary>Where <see cref="JudgingCost"/> comes from; null as that is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CostSource? JudgingSource { get; set; }

    /// <summary>What judging it is settled for.</summary>
    [JsonIgnore]
    public KnownCost Judging => JudgingCost is { } cost ? KnownCost.Of(cost, JudgingSource) : KnownCost.Free;

    /// <summary>What it is settled for, judging included; null until it is.</summary>
    [JsonIgnore]
    public KnownCost? Charged => Made is { } made ? made + Judging : null;

    /// <summary>
    /// What making it is settled for; null until it is. An earlier version settled what it had no result of for nothing: where such a take had been asked for,
    /// nobody knows what it cost.
    /// </summary>
    [JsonIgnore]
    public KnownCost? Made => ChargedCost is { } charged
        ? KnownCost.Of(charged, ChargedSource ?? (this is { ChargedCost: 0, Result: null, Plan: not null } ? CostSource.Unknown : null))
        : null;
}
