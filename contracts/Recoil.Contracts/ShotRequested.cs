using System.Diagnostics.CodeAnalysis;

namespace Recoil.Contracts;

/// <summary>A shot is to be made. The same (project, run id, shot id) twice is one shot.</summary>
public sealed record ShotRequested : ShotFields
{
    /// <summary>A request to be filled in.</summary>
    public ShotRequested()
    {
    }

    /// <summary>A request for a shot of a plan.</summary>
    [SetsRequiredMembers]
    public ShotRequested(ShotFields shot, string project, decimal episodeCap) : base(shot)
    {
        Project = project;
        EpisodeCap = episodeCap;
    }

    public required string Project { get; init; }

    /// <summary>The run this shot belongs to; may be empty for a shot on its own.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The most the run may spend, in US dollars; not negative.</summary>
    public required decimal EpisodeCap { get; init; }

    /// <summary>Picture of the style, given to every keyframe as a reference.</summary>
    public string? StyleAnchor { get; init; }

    public PolicyName Policy { get; init; } = PolicyName.Default;

    /// <summary>
    /// The approved shot before this one. When it is null, the shot looks for the nearest approved keyframe before it in its episode and scene,
    /// whichever run made it.
    /// </summary>
    public ApprovedShot? Previous { get; init; }
}
