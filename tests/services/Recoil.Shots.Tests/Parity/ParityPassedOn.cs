using Recoil.Contracts;

namespace Recoil.Shots.Tests.Parity;

/// <summary>What the original merely hands on.</summary>
public sealed record ParityPassedOn
{
    public required ParityPassedResult Result { get; init; }

    /// <summary>One per generation.</summary>
    public required IReadOnlyList<ParityPassedDispatch> Dispatches { get; init; }
    public required ParityPassedReview? Review { get; init; }

    /// <summary>The operation records, whole but for their id.</summary>
    public required IReadOnlyList<RawJson> Ops { get; init; }
}

public sealed record ParityPassedResult
{
    public required string ShotId { get; init; }
    public required RawJson? CoverageContext { get; init; }
}

/// <summary>What a generation is given; scene, expressions and gate only with a keyframe.</summary>
public sealed record ParityPassedDispatch
{
    public required string ShotId { get; init; }
    public required string Model { get; init; }
    public required string Project { get; init; }
    public required RawJson? InputsSnapshot { get; init; }
    public string? SceneRefPath { get; init; }
    public IReadOnlyList<string>? ExpressionRefs { get; init; }
    public ParityPassedGate? Gate { get; init; }
}

public sealed record ParityPassedGate
{
    public required IReadOnlyList<string> RefPaths { get; init; }
    public required string? PromptSkeleton { get; init; }
    public required string? WardrobePhaseId { get; init; }
    public required string? WardrobeDescription { get; init; }
    public required string? ShotType { get; init; }

    public static ParityPassedGate? Of(IReadOnlyList<string> refPaths, IdentityGate? gate) => gate is null ? null : new ParityPassedGate
    {
        RefPaths = refPaths,
        PromptSkeleton = gate.PromptSkeleton,
        WardrobePhaseId = gate.WardrobePhaseId,
        WardrobeDescription = gate.WardrobeDescription,
        ShotType = gate.ShotType,
    };
}

public sealed record ParityPassedReview
{
    public required string Project { get; init; }
    public required string EpisodeId { get; init; }
    public required string ShotId { get; init; }
    public required string RunId { get; init; }
}
