using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Shots.Routing;

/// <summary>The pictures a keyframe is made after.</summary>
internal sealed record References
{
    /// <summary>No pictures.</summary>
    public static References None { get; } = new();

    /// <summary>What is sent: who must be recognised, then the style anchor, then the neighbouring shot.</summary>
    public IReadOnlyList<string> Sent { get; init; } = [];

    /// <summary>The shot's own identity references that exist: what the take is judged against.</summary>
    public IReadOnlyList<string> Judged { get; init; } = [];

    /// <summary>The references of a take.</summary>
    /// <param name="shot">The request. Its own identity references are sent whether they exist or not.</param>
    /// <param name="profile">The model's profile, or null when the model is not registered.</param>
    /// <param name="strategy">What the take does differently, or null.</param>
    /// <param name="exists">Whether there is a file.</param>
    public static References For(ShotRequested shot, ModelProfile? profile, RerollStrategy? strategy, Func<string, bool> exists)
    {
        var own = shot.IdentityRefs ?? [];
        return new References
        {
            Judged = [.. own.Where(exists)],
            Sent = strategy switch
            {
                RerollStrategy.RefPruneAndAnchor => [.. own.Where(exists).Distinct(StringComparer.Ordinal)],
                RerollStrategy.ReduceRefs => FirstHalf([.. own.Distinct(StringComparer.Ordinal)]),
                _ => [.. own, .. Anchors(shot, profile, exists)],
            },
        };
    }

    private static IEnumerable<string> Anchors(ShotRequested shot, ModelProfile? profile, Func<string, bool> exists)
    {
        if (!string.IsNullOrEmpty(shot.StyleAnchor) && exists(shot.StyleAnchor))
            yield return shot.StyleAnchor;
        if (Sibling(shot, profile) is { } sibling && exists(sibling))
            yield return sibling;
    }

    /// <summary>The shot before serves only within the same scene, and only where both scenes are known; 0 is a scene.</summary>
    private static string? Sibling(ShotRequested shot, ModelProfile? profile)
    {
        var scene = shot.SceneIndex ?? shot.SceneId;
        return !string.IsNullOrEmpty(shot.EpisodeId)
            && scene is not null
            && shot.Previous is { OutputPath.Length: > 0 } previous
            && previous.SceneIndex == scene
            && SiblingFlag.Of(shot.Model ?? "", profile).Enabled
                ? previous.OutputPath
                : null;
    }

    private static string[] FirstHalf(string[] references) => references[..((references.Length + 1) / 2)];
}
