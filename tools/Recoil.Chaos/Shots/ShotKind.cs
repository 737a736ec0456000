using Recoil.Contracts;

namespace Recoil.Chaos.Shots;

/// <summary>A kind of shot whose end is known: the provider plants what leads there.</summary>
internal sealed record ShotKind
{
    private const decimal Enough = 2;

    /// <summary>Stands in the shot's id.</summary>
    public required string Name { get; init; }

    /// <summary>How many of them to how many of the others.</summary>
    public required int Weight { get; init; }

    /// <summary>What is wrong with its takes on purpose.</summary>
    public string? Defects { get; init; }

    /// <summary>Its end depends on what the critic finds, which is calibrated for full pictures and not for drafts.</summary>
    public bool FullSize { get; init; }

    /// <summary>The most it may cost in US dollars; a take costs 0.04.</summary>
    public decimal ShotCap { get; init; } = Enough;

    /// <summary>The statuses it may end with, whatever happens around it.</summary>
    public required IReadOnlyList<ShotStatus> Ends { get; init; }

    /// <summary>What a person decides when it is put before them; null leaves it lying.</summary>
    public ReviewDecision? Decision { get; init; }

    /// <summary>Somebody cancels it soon after it was asked for.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The round it ends in.</summary>
    public int Rounds => Decision is ReviewDecision.Reroll ? 2 : 1;

    /// <remarks>A grid is seldom overlooked by the critic, which no crash has a part in: such a shot may end as ok.</remarks>
    public static IReadOnlyList<ShotKind> All { get; } =
    [
        new() { Name = "clean", Weight = 12, Ends = [ShotStatus.Ok] },
        new() { Name = "grid-once", Weight = 3, Defects = "grid", Ends = [ShotStatus.Ok] },
        new() { Name = "slow-once", Weight = 2, Defects = "timeout", Ends = [ShotStatus.Ok] },
        new() { Name = "grid", Weight = 1, Defects = "grid*", FullSize = true, Ends = [ShotStatus.IcuEscalated, ShotStatus.Ok] },
        new() { Name = "corrupt", Weight = 1, Defects = "corrupt*", Ends = [ShotStatus.IcuEscalated] },
        new() { Name = "blank", Weight = 1, Defects = "blank", Ends = [ShotStatus.NeedsReview] },
        new() { Name = "blank-then-good", Weight = 2, Defects = "blank", Ends = [ShotStatus.Ok], Decision = ReviewDecision.Reroll },
        new() { Name = "blank-but-liked", Weight = 1, Defects = "blank", Ends = [ShotStatus.NeedsReview], Decision = ReviewDecision.Approve },
        new() { Name = "refused", Weight = 2, Defects = "content_filter*", Ends = [ShotStatus.NeedsReview], Decision = ReviewDecision.Reject },
        new() { Name = "down", Weight = 1, Defects = "unavailable*", Ends = [ShotStatus.AttemptsExhausted] },
        new() { Name = "poor", Weight = 2, ShotCap = 0.03m, Ends = [ShotStatus.BudgetExhausted] },
        new() { Name = "short-of-money", Weight = 2, Defects = "grid", FullSize = true, ShotCap = 0.05m, Ends = [ShotStatus.BudgetExhaustedSuccess, ShotStatus.Ok] },
        new() { Name = "unwanted", Weight = 2, Cancelled = true, Ends = [ShotStatus.Cancelled, ShotStatus.Ok] },
    ];
}
