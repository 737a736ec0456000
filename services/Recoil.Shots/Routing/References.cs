using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Shots.Routing;

/// <summary>The pictures a keyframe is made after.</summary>
internal sealed record References
{
    /// <summary>No pictures.</summary>
    public static References None { get; } = new();

    /// <summary>What is sent: who must be recognised.</summary>
    public IReadOnlyList<string> Sent { get; init; } = [];

    /// <summary>What is sent after it where it exists, which the generator finds out: the style anchor, then the neighbouring shot.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>The shot's own identity references: the take is judged against those that exist.</summary>
    public IReadOnlyList<string> Judged { get; init; } = [];

    /// <summary>The references of a take.</summary>
    /// <param name="shot">The request.</param>
    /// <param name="profile">The model's profile, or null when the model is not registered.</param>
    /// <param name="strategy">What the take does differently, or null: pruned to the shot's own references that exist, or to half of them.</param>
    public static References For(ShotRequested shot, ModelProfile? profile, RerollStrategy? strategy)
    {
        var own = shot.IdentityRefs ?? [];
        string[] distinct = [.. own.Distinct(StringComparer.Ordinal)];
        return strategy switch
        {
            RerollStrategy.RefPruneAndAnchor => new References { Optional = distinct, Judged = own },
            RerollStrategy.ReduceRefs => new References { Sent = FirstHalf(distinct), Judged = own },
            _ => new References { Sent = own, Optional = [.. Anchors(shot, profile)], Judged = own },
        };
    }

    private static IEnumerable<string> Anchors(ShotRequested shot, ModelProfile? profile)
    {
        if (!string.IsNullOrEmpty(shot.StyleAnchor))
            yield return shot.StyleAnchor;
        if (Sibling(shot, profile) is { } sibling)
            yield return sibling;
    }

    /// <summary>The scene in which the shot may be made after the one before it; null when no other shot serves it.</summary>
    public static int? SceneOfNeighbour(ShotRequested shot, ModelProfile? profile) =>
        !string.IsNullOrEmpty(shot.EpisodeId) && !TakePlan.IsClip(shot.Pipeline) && SiblingFlag.Of(shot.Model ?? "", profile).Enabled
            ? shot.SceneIndex ?? shot.SceneId
            : null;

    /// <summary>The shot before serves only within the same scene, and only where both scenes are known; 0 is a scene.</summary>
    private static string? Sibling(ShotRequested shot, ModelProfile? profile) =>
        shot.Previous is { OutputPath.Length: > 0, SceneIndex: { } scene } previous && scene == SceneOfNeighbour(shot, profile)
            ? previous.OutputPath
            : null;

    private static string[] FirstHalf(string[] references) => references[..((references.Length + 1) / 2)];
}
