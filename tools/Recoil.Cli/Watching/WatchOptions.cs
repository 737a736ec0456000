using Recoil.Contracts;

namespace Recoil.Cli.Watching;

/// <summary><c>recoil watch</c> as it was typed.</summary>
internal sealed record WatchOptions
{
    public string? Project { get; init; }

    /// <summary>Only these; empty means all.</summary>
    public IReadOnlyList<ShotStatus> Statuses { get; init; } = [];
    public bool Json { get; init; }
    public string? Data { get; init; }

    /// <summary>What the topic exchange is asked for, see <c>RoutingKeys</c>.</summary>
    public IReadOnlyList<string> RoutingKeys
    {
        get
        {
            var project = Project is null ? "*" : Contracts.RoutingKeys.Word(Project);
            return Statuses.Count == 0 ? [$"{project}.*"] : [.. Statuses.Distinct().Select(status => $"{project}.{SnakeCase.Of(status)}")];
        }
    }
}
