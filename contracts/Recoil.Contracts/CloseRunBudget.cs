namespace Recoil.Contracts;

/// <summary>Please give back to the project what a run was admitted with and has neither spent nor reserved. Once closed, an admission is not opened again.</summary>
public sealed record CloseRunBudget
{
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>Which admission of the run it is, or a later one than the last.</summary>
    public int Admission { get; init; } = 1;
}
