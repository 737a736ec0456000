using Microsoft.Extensions.Logging;
using Recoil.Contracts;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil run</c> as it was typed; paths are as typed too.</summary>
internal sealed record RunOptions
{
    public required string Plan { get; init; }
    public string? Out { get; init; }
    public string? Data { get; init; }
    public PolicyName Policy { get; init; } = PolicyName.Default;
    public int? Parallel { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? Budget { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? ShotBudget { get; init; }
    public string? Model { get; init; }
    public string? Models { get; init; }
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
    public bool Json { get; init; }
}
