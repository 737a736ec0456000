namespace Recoil.Contracts;

/// <summary>A run's cap is set aside in its project's account until <see cref="CloseRunBudget"/>.</summary>
public sealed record RunBudgetReserved
{
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>Which admission of the run it is.</summary>
    public int Admission { get; init; } = 1;
}
