using Recoil.Contracts;

namespace Recoil.Cli.Commands;

/// <summary>A plan and what is said over it, as it was typed; paths are as typed too.</summary>
internal sealed record PlanChoices
{
    public required string Plan { get; init; }
    public PolicyName Policy { get; init; } = PolicyName.Default;
    public int? Parallel { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? Budget { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? ShotBudget { get; init; }
    public string? Model { get; init; }
    public string? Models { get; init; }
}
