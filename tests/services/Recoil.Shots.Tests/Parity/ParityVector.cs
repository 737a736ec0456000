using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Shots.Tests.Parity;

/// <summary>One scenario and what the original answered in it.</summary>
public sealed record ParityVector
{
    public required string Id { get; init; }
    public required ParityShot Shot { get; init; }
    public required string Model { get; init; }
    public required string RunId { get; init; }
    public required string? StyleAnchor { get; init; }

    /// <summary>The only files that exist.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Null: the model is not registered.</summary>
    public required ParityProfile? Profile { get; init; }
    public required ParityNeighbors? Neighbors { get; init; }
    public required ParityBudget Budget { get; init; }
    public required ParitySoftener Softener { get; init; }

    /// <summary>One per generation, in order; the last ones may not be needed.</summary>
    public required IReadOnlyList<ParityStep> Steps { get; init; }
    public required ParityExpectation Expect { get; init; }

    /// <summary>Only in scenarios that look at what is handed on.</summary>
    public string? Project { get; init; }

    /// <summary>What the planner says of the coverage pass; a JSON object or null.</summary>
    public RawJson? CoverageContext { get; init; }

    public ModelProfile? ModelProfile => Profile is null ? null : new ModelProfile
    {
        Provider = "parity",
        CostPerImage = Profile.CostPerImage,
        CostPerSecond = Profile.CostPerSecond,
        EnableSiblingRefs = Profile.EnableSiblingRefs,
        SoftenEligible = Softener.Eligible,
    };

    public bool Exists(string path) => Files.Contains(path, StringComparer.Ordinal);

    /// <summary>The shot as a planner would request it.</summary>
    public ShotRequested Request(string project = "parity") => new()
    {
        Project = project,
        RunId = RunId,
        ShotId = Shot.ShotId,
        Prompt = Shot.Prompt,
        Pipeline = Shot.Pipeline,
        EpisodeId = Shot.EpisodeId,
        SceneIndex = Shot.SceneIndex,
        SceneId = Shot.SceneId,
        IdentityRefs = Shot.IdentityRefs,
        StartFrame = Shot.StartFrame,
        EndFrame = Shot.EndFrame,
        Duration = Shot.Duration,
        AspectRatio = Shot.AspectRatio,
        SceneRefPath = Shot.SceneRefPath,
        ExpressionRefs = Shot.ExpressionRefs,
        PromptSkeleton = Shot.PromptSkeleton,
        WardrobePhaseId = Shot.WardrobePhaseId,
        WardrobeDescription = Shot.WardrobeDescription,
        ShotType = Shot.ShotType,
        PromptData = Shot.PromptData,
        InputsSnapshot = Shot.InputsSnapshot,
        CoverageContext = CoverageContext,
        Model = Model,
        StyleAnchor = StyleAnchor,
        EpisodeCap = Budget.EpisodeCap,
        ShotCap = Budget.PerShotCap,
        Policy = PolicyName.Seed,
        Previous = Neighbors?.Previous is not { } previous ? null : new ApprovedShot
        {
            ShotId = previous.ShotId,
            OutputPath = previous.OutputPath,
            SceneIndex = previous.SceneIndex,
        },
    };

    public override string ToString() => Id;
}

public sealed record ParityShot
{
    public required string ShotId { get; init; }
    public required string Prompt { get; init; }
    public string Pipeline { get; init; } = "keyframe";
    public string EpisodeId { get; init; } = "";
    public int? SceneIndex { get; init; }
    public int? SceneId { get; init; }
    public IReadOnlyList<string> IdentityRefs { get; init; } = [];
    public string? StartFrame { get; init; }
    public string? EndFrame { get; init; }
    public decimal Duration { get; init; } = 5;
    public string AspectRatio { get; init; } = "9:16";
    public string? SceneRefPath { get; init; }
    public IReadOnlyList<string>? ExpressionRefs { get; init; }
    public string? PromptSkeleton { get; init; }
    public string? WardrobePhaseId { get; init; }
    public string? WardrobeDescription { get; init; }
    public string? ShotType { get; init; }
    public RawJson? PromptData { get; init; }
    public RawJson? InputsSnapshot { get; init; }
}

public sealed record ParityProfile
{
    public decimal? CostPerImage { get; init; }
    public decimal? CostPerSecond { get; init; }
    public bool? EnableSiblingRefs { get; init; }
}

public sealed record ParityNeighbors
{
    public required ParityNeighbor Previous { get; init; }
}

public sealed record ParityNeighbor
{
    public required string ShotId { get; init; }
    public required string? OutputPath { get; init; }
    public required int? SceneIndex { get; init; }
}

public sealed record ParityBudget
{
    public required decimal EpisodeCap { get; init; }
    public required decimal PerShotCap { get; init; }

    /// <summary>What the episode has spent before the shot.</summary>
    public required decimal Spent { get; init; }
}

public sealed record ParitySoftener
{
    public required bool Eligible { get; init; }

    /// <summary>What softening any prompt gives; empty when it gives nothing.</summary>
    public required string Result { get; init; }
}
