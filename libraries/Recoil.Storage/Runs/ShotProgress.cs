using Recoil.Contracts;

namespace Recoil.Storage.Runs;

/// <summary>Where a shot of a run stands.</summary>
public sealed record ShotProgress
{
    /// <summary>Its place in the plan, 0 or more.</summary>
    public required int Index { get; init; }

    public required string ShotId { get; init; }

    /// <summary>Its scene; null when it has none.</summary>
    public int? Scene { get; init; }

    /// <summary>It is no clip: its take may serve the shots after it in its scene as a reference.</summary>
    public bool IsKeyframe { get; init; }

    /// <summary>Other shots wait for it.</summary>
    public bool HasFollowers { get; init; }

    public ShotPlace Place { get; init; }

    /// <summary>How it ended; null while it has not, and from when it is to be made again until it has been.</summary>
    public ShotStatus? Status { get; init; }

    /// <summary>The last round that has ended; 0 while none has.</summary>
    public int Round { get; init; }

    public string? OutputPath { get; init; }

    /// <summary>The take that a person approved after <see cref="Round"/>; null while nobody has.</summary>
    public string? ApprovedOutput { get; init; }

    /// <summary>A take of <see cref="Round"/> may have been charged, and nobody has said yet whether it was.</summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>The takes of other shots that it was made from when it was last requested; null where it is made from none, and where nobody noted it.</summary>
    public IReadOnlyList<UsedTake>? BuiltOn { get; init; }

    /// <summary>That it is made again, or was; null while it never was.</summary>
    public ShotRemake? Remake { get; init; }

    /// <summary>What it cost so far.</summary>
    public KnownCost Cost { get; init; } = KnownCost.Free;

    /// <summary>Counts its changes.</summary>
    public long Version { get; init; }

    /// <summary>A shot's cost never falls, so a lower amount arrives out of order and changes nothing. Of the same amount the last word on its source counts.</summary>
    public ShotProgress Costing(KnownCost cost) => cost.Usd >= Cost.Usd ? this with { Cost = cost } : this;

    /// <summary>It has a take that may be built on: a good one, or one that a person approved.</summary>
    public bool IsAccepted => Status == ShotStatus.Ok || ApprovedOutput is not null;

    /// <summary>The take that may be built on; null while there is none.</summary>
    public string? AcceptedOutput => ApprovedOutput ?? (Status == ShotStatus.Ok ? OutputPath : null);

    /// <summary>It waits to be made again, or is being made.</summary>
    public bool IsBeingRemade => Remake is { IsOpen: true };

    /// <summary>A person has to look at it, and none has approved it.</summary>
    public bool NeedsPerson => ApprovedOutput is null
        && Status is ShotStatus.NeedsReview or ShotStatus.IcuEscalated or ShotStatus.AttemptsExhausted or ShotStatus.Crashed;

    /// <summary>Whether it may serve the shots after it in its scene as a reference.</summary>
    public bool IsAnchor => IsKeyframe && Scene is not null && IsAccepted;
}
