using Recoil.Contracts;

namespace Recoil.Shots.Tests.Parity;

/// <summary>What can be seen of a shot from outside. Compare two by <see cref="ToString"/>, which is their JSON.</summary>
public sealed record ParityExpectation
{
    public required ShotStatus Status { get; init; }
    public required int Attempts { get; init; }
    public required decimal CostUsd { get; init; }
    public required string? FailureMode { get; init; }
    public required string? OutputPath { get; init; }
    public required IReadOnlyList<string> ValidationNotes { get; init; }
    public required ParityReview? Review { get; init; }

    /// <summary>The episode's budget afterwards.</summary>
    public required ParityBalance Budget { get; init; }
    public required IReadOnlyList<ParityDispatch> Dispatches { get; init; }
    public required IReadOnlyList<string> Fallbacks { get; init; }

    /// <summary>Kinds of operation records, in order.</summary>
    public required IReadOnlyList<string> Ops { get; init; }

    /// <summary>What must arrive unchanged; null in a scenario that does not look at it.</summary>
    public ParityPassedOn? PassedOn { get; init; }

    public override string ToString() => ParityVectors.Json(this);
}

public sealed record ParityReview
{
    public required ReviewReason Reason { get; init; }
    public required string FailureMode { get; init; }
    public required string OriginalPrompt { get; init; }
    public string? SoftenedPrompt { get; init; }
    public required IReadOnlyList<ParityAttempt> Attempts { get; init; }
    public required decimal TotalCostUsd { get; init; }
}

/// <summary>A record of one generation: with an error when it raised, else with output, cost and final state.</summary>
public sealed record ParityAttempt
{
    public required int Attempt { get; init; }
    public string? Output { get; init; }
    public decimal? Cost { get; init; }
    public string? FinalState { get; init; }
    public string? Error { get; init; }

    public static ParityAttempt Of(AttemptRecord record) => new()
    {
        Attempt = record.Attempt,
        Output = record.Output,
        Cost = record.Cost,
        FinalState = record.FinalState,
        Error = record.Error,
    };
}

public sealed record ParityBalance
{
    public required decimal Spent { get; init; }
    public required decimal Reserved { get; init; }
}

/// <summary>A generation request; references only with a keyframe, frames and duration only with a clip.</summary>
public sealed record ParityDispatch
{
    public required Operation Operation { get; init; }
    public required string Prompt { get; init; }
    public required string AspectRatio { get; init; }
    public IReadOnlyList<string>? IdentityRefs { get; init; }
    public string? StartFrame { get; init; }
    public string? EndFrame { get; init; }
    public decimal? Duration { get; init; }
    public required bool Gated { get; init; }
}
