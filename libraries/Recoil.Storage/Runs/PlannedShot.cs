using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Storage.Runs;

/// <summary>A shot of a run as it was planned; it never changes. Shots are named by their places in the plan, counted from 0.</summary>
public sealed record PlannedShot
{
    /// <summary>Its place in the plan, 0 or more.</summary>
    [JsonIgnore]
    public int Index { get; init; }

    /// <summary>What was planned.</summary>
    public required ShotFields Shot { get; init; }

    /// <summary>Shots that must have ended before this one starts, however they end.</summary>
    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>Shots whose accepted takes this one is made from, which it therefore waits for.</summary>
    public IReadOnlyList<int> References { get; init; } = [];

    /// <summary>Shots that wait for this one.</summary>
    public IReadOnlyList<int> Followers { get; init; } = [];
}
