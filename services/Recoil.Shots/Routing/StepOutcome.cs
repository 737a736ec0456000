using Recoil.Contracts;

namespace Recoil.Shots.Routing;

/// <summary>What came of one take: the generation's result and the critic's verdict as one.</summary>
internal sealed record StepOutcome
{
    /// <summary>Was the take good as it is.</summary>
    public bool Success { get; init; }

    /// <summary>Where the take is, or null.</summary>
    public string? Output { get; init; }

    public string? Error { get; init; }

    /// <summary>What kind of error the provider's adapter saw; null where it is unknown or a gate has judged.</summary>
    public ErrorKind? ErrorKind { get; init; }

    /// <summary>What was paid in US dollars.</summary>
    public decimal Cost { get; init; }

    public string? FinalState { get; init; }

    public GateVerdict? Gate { get; init; }

    /// <summary>How good the take is, 0 (worst) to 1 (best); null when it was not measured.</summary>
    public double? Score { get; init; }

    /// <summary>What stopped the generation from giving any result. Nothing else is set then.</summary>
    public string? Fault { get; init; }

    /// <summary>
    /// Merges the two. Without a gate the generation's own success, error and final state stand; with one they are the
    /// critic's, and only output and cost are the generation's.
    /// </summary>
    /// <remarks>A critic that could not judge counts even without a gate: silence is not a pass.</remarks>
    public static StepOutcome Of(GenerationCompleted generation, CriticVerdict? verdict)
    {
        if (generation.Fault is not null)
            return new StepOutcome { Fault = generation.Fault };

        if (verdict?.Gate is { } gate)
            return new StepOutcome
            {
                Success = verdict.Success ?? gate.Passed,
                Output = generation.Output,
                Error = verdict.Error,
                Cost = generation.Cost,
                FinalState = verdict.FinalState,
                Gate = gate,
                Score = verdict.Score,
            };

        return new StepOutcome
        {
            Success = generation.Success,
            Output = generation.Output,
            Error = generation.Error,
            ErrorKind = generation.ErrorKind,
            Cost = generation.Cost,
            FinalState = verdict?.FinalState is FinalStates.PendingQc ? FinalStates.PendingQc : generation.FinalState,
            Score = verdict?.Score,
        };
    }
}
