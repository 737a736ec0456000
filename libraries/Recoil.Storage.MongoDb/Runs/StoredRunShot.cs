using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.Runs;

namespace Recoil.Storage.MongoDb.Runs;

/// <summary>How a shot of a run stands, as its collection keeps it. Money is in trillionths of a dollar.</summary>
internal sealed class StoredRunShot
{
    /// <summary>The plan and the place in it.</summary>
    public required string Id { get; init; }

    public required Guid Plan { get; init; }

    public required int Index { get; init; }

    public required string ShotId { get; init; }

    public int? Scene { get; init; }

    public bool IsKeyframe { get; init; }

    public bool HasFollowers { get; init; }

    public ShotPlace Place { get; init; }

    public ShotStatus? Status { get; init; }

    public int Round { get; init; }

    public string? OutputPath { get; init; }

    public string? ApprovedOutput { get; init; }

    public long CostPico { get; init; }

    public CostSource CostSource { get; init; }

    /// <summary>See <see cref="ShotProgress.NeedsPerson"/>.</summary>
    public bool NeedsPerson { get; init; }

    /// <summary>See <see cref="ShotProgress.IsAnchor"/>.</summary>
    public bool IsAnchor { get; init; }

    public bool IsOutcomeUnknown { get; init; }

    public IReadOnlyList<UsedTake>? BuiltOn { get; init; }

    public ShotRemake? Remake { get; init; }

    /// <summary>See <see cref="PlacedShot.WasRemade"/>.</summary>
    public bool WasRemade { get; init; }

    public long Version { get; init; }

    public static string IdOf(Guid plan, int index) => $"{plan:N}/{index:D6}";

    public static StoredRunShot Of(Guid plan, ShotProgress progress) => new()
    {
        Id = IdOf(plan, progress.Index),
        Plan = plan,
        Index = progress.Index,
        ShotId = progress.ShotId,
        Scene = progress.Scene,
        IsKeyframe = progress.IsKeyframe,
        HasFollowers = progress.HasFollowers,
        Place = progress.Place,
        Status = progress.Status,
        Round = progress.Round,
        OutputPath = progress.OutputPath,
        ApprovedOutput = progress.ApprovedOutput,
        CostPico = PicoDollars.Of(progress.Cost.Usd, nameof(progress)),
        CostSource = progress.Cost.Source,
        NeedsPerson = progress.NeedsPerson,
        IsAnchor = progress.IsAnchor,
        IsOutcomeUnknown = progress.IsOutcomeUnknown,
        BuiltOn = progress.BuiltOn,
        Remake = progress.Remake,
        WasRemade = progress.Remake is not null,
        Version = progress.Version + 1,
    };

    public ShotProgress ToProgress() => new()
    {
        Index = Index,
        ShotId = ShotId,
        Scene = Scene,
        IsKeyframe = IsKeyframe,
        HasFollowers = HasFollowers,
        Place = Place,
        Status = Status,
        Round = Round,
        OutputPath = OutputPath,
        ApprovedOutput = ApprovedOutput,
        Cost = new KnownCost(PicoDollars.ToDollars(CostPico), CostSource),
        IsOutcomeUnknown = IsOutcomeUnknown,
        BuiltOn = BuiltOn,
        Remake = Remake,
        Version = Version,
    };
}

/// <summary>A shot as it was planned.</summary>
internal sealed class StoredPlannedShot
{
    /// <summary>The plan and the place in it.</summary>
    public required string Id { get; init; }

    public required Guid Plan { get; init; }

    public required int Index { get; init; }

    public required PlannedShot Planned { get; init; }
}

/// <summary>Until when a plan is kept; there is none while a run is under way.</summary>
internal sealed class StoredRunEnd
{
    /// <summary>The plan.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset KeptUntil { get; init; }
}
