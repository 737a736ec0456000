namespace Recoil.Contracts;

/// <summary>What the critic says of a take.</summary>
/// <remarks>Without a <see cref="Gate"/> the critic has nothing to say and the generation's own result stands.</remarks>
public sealed record CriticVerdict
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }
    public required Guid TakeId { get; init; }

    /// <summary>Is the take good as it is; null without a gate.</summary>
    public bool? Success { get; init; }

    /// <summary>The decision, or null when the critic has nothing to say.</summary>
    public GateVerdict? Gate { get; init; }

    /// <summary>Everything that was looked at, cheapest check first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public string? Error { get; init; }

    /// <summary><c>pending_qc</c>: the take exists but could not be judged.</summary>
    public string? FinalState { get; init; }

    /// <summary>How good the take is on the whole, 0 (worst) to 1 (best); null when it was not measured.</summary>
    public double? Score { get; init; }

    /// <summary>What came of asking the judges, with what each cost; null where none was named.</summary>
    public IReadOnlyList<Judgement>? Judgements { get; init; }
}
