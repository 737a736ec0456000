namespace Recoil.Contracts;

/// <summary>Please say what a project has spent and what is free. Answered with <see cref="ProjectBudgetShown"/>. Changes nothing.</summary>
public sealed record ShowProjectBudget
{
    public required string Project { get; init; }

    /// <summary>How many runs to list, 0 to 100.</summary>
    public int Runs { get; init; } = 10;
}
