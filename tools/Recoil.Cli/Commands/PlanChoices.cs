using Recoil.Contracts;
using Recoil.Providers.Accounts;

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
    public string? Providers { get; init; }

    /// <summary>Whether keys must be there: the takes are made by this process.</summary>
    public bool NeedsKeys { get; init; }

    /// <summary>Accounts that stand in place of those of a file; null for those.</summary>
    public ProviderAccounts? Accounts { get; init; }
}
