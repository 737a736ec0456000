namespace Recoil.Contracts;

/// <summary>A project has not enough money free for a run.</summary>
public sealed record RunBudgetRefused
{
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>Which admission of the run it is.</summary>
    public int Admission { get; init; } = 1;

    /// <summary>What was asked for, in US dollars.</summary>
    public required decimal Cap { get; init; }

    /// <summary>What the project has free, in US dollars.</summary>
    public required decimal Free { get; init; }
}
