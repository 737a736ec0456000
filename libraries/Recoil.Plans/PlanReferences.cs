using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Plans;

/// <summary>Where a plan's shots name others that they are made from, see <see cref="ShotReferences"/>.</summary>
internal sealed class PlanReferences
{
    private readonly List<(string Id, string Place)> _named = [];

    public void Add(string id, string place) => _named.Add((id, place));

    /// <summary>What a shot is made from must be a keyframe of the plan that is not made from it.</summary>
    public void Check(IReadOnlyList<ShotFields> shots, PlanErrors errors)
    {
        if (_named.Count == 0)
            return;

        var clips = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var shot in shots)
            clips.TryAdd(shot.ShotId, shot.Pipeline == "video");
        var before = errors.Any;
        foreach (var (id, place) in _named)
        {
            if (!clips.TryGetValue(id, out var isClip))
                errors.Add(place, $"{Shown.Text(id)} is no shot of this plan. {WhatToDo(id, clips.Keys)}");
            else if (isClip)
                errors.Add(place, $"{Shown.Text(id)} is a clip, and this needs a picture. Name a keyframe.");
        }

        if (!before && ShotReferences.FindCycle(shots) is { } cycle)
            errors.Add("$.shots", $"no shot can be first: {string.Join(" is made from ", cycle.Append(cycle[0]))}. Take one of these references out.");
    }

    private static string WhatToDo(string id, IEnumerable<string> shots) => Spelling.Nearest(id, shots) is { } near
        ? $"Did you mean {ShotReferences.Mark}{near}?"
        : $"Name one of its shots, or write ./{ShotReferences.Mark}{Shown.OneLine(id)} for a file.";
}
