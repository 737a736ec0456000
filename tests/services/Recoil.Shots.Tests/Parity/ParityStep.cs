using Recoil.Contracts;

namespace Recoil.Shots.Tests.Parity;

/// <summary>What one generation, and the critic after it, answers.</summary>
public sealed record ParityStep
{
    /// <summary>The generation throws this; nothing else is set then.</summary>
    public string? Raise { get; init; }
    public bool Success { get; init; }
    public string? Output { get; init; }
    public string? Error { get; init; }
    public decimal Cost { get; init; }
    public string? FinalState { get; init; }
    public ParityGate? Gate { get; init; }

    /// <summary>The generator's part.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="take">The take.</param>
    /// <param name="used">The references that exist; null from a generator that does not say.</param>
    public GenerationCompleted Generation(Guid shot, Guid take, UsedReferences? used = null)
    {
        var nothing = new GenerationCompleted { CorrelationId = shot, TakeId = take, Success = false, Cost = 0 };
        if (Raise is not null)
            return nothing with { Fault = Raise };

        nothing = nothing with { References = Output is null ? null : used };
        return Gate is null
            ? nothing with { Success = Success, Output = Output, Error = Error, Cost = Cost, FinalState = FinalState }
            : nothing with { Success = true, Output = Output, Cost = Cost };
    }

    /// <summary>The critic's part.</summary>
    public CriticVerdict Verdict(Guid shot, Guid take)
    {
        var nothing = new CriticVerdict { CorrelationId = shot, TakeId = take };
        return Gate is null ? nothing : nothing with
        {
            Success = Success,
            Error = Error,
            FinalState = FinalState,
            Gate = new GateVerdict
            {
                Passed = Gate.Passed,
                Name = Gate.Name,
                FailureCategory = Gate.FailureCategory,
                DominantFailureMode = Gate.DominantFailureMode,
                HardFailures = Gate.HardFailures,
            },
        };
    }
}

public sealed record ParityGate
{
    public required bool Passed { get; init; }
    public required string Name { get; init; }
    public string FailureCategory { get; init; } = "";
    public FailureMode? DominantFailureMode { get; init; }
    public IReadOnlyList<string> HardFailures { get; init; } = [];
}
