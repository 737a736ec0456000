using Microsoft.Extensions.Logging;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil run</c> as it was typed; paths are as typed too.</summary>
internal sealed record RunOptions
{
    public required PlanChoices Plan { get; init; }
    public string? Out { get; init; }
    public string? Data { get; init; }
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
    public bool Json { get; init; }

    /// <summary>Whether takes are bought at emulated providers in this process.</summary>
    public bool Emulators { get; init; }
}
