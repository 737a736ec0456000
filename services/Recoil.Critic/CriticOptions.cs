namespace Recoil.Critic;

/// <summary>How takes are judged.</summary>
public sealed record CriticOptions
{
    /// <summary>How many takes are judged at once, 1 or more.</summary>
    public int Concurrency { get; init; } = 2;

    public CriticThresholds Thresholds { get; init; } = new();
}
