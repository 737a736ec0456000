using Recoil.Contracts;

namespace Recoil.Chaos.Shots;

/// <summary>A kind of shot with known terminal statuses, caused by defects that the provider plants.</summary>
internal sealed record ShotKind
{
    /// <summary>The kind that goes well at once.</summary>
    public const string Clean = "clean";

    private const decimal DefaultShotCap = 2;

    /// <summary>The name, part of the shot's id.</summary>
    public required string Name { get; init; }

    /// <summary>Relative frequency among the kinds, 1 or more.</summary>
    public required int Weight { get; init; }

    /// <summary>The defects to plant, in the provider's syntax; null for none.</summary>
    public string? Defects { get; init; }

    /// <summary>Whether takes have full size: the critic is calibrated for full pictures, not for drafts.</summary>
    public bool FullSize { get; init; }

    /// <summary>The shot cap in US dollars; a take costs 0.04.</summary>
    public decimal ShotCap { get; init; } = DefaultShotCap;

    /// <summary>The terminal statuses that are correct under any fault.</summary>
    public required IReadOnlyList<ShotStatus> AllowedStatuses { get; init; }

    /// <summary>The reviewer's decision; null leaves the review open.</summary>
    public ReviewDecision? Decision { get; init; }

    /// <summary>The reviewer's decision where the shot comes before a person, which it need not.</summary>
    public ReviewDecision? DecisionIfAsked { get; init; }

    /// <summary>Whether the shot is cancelled soon after its request.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The number of its last round, where nobody makes it again.</summary>
    public int Rounds => Decision is ReviewDecision.Reroll ? 2 : 1;

    /// <remarks>The critic misses a grid now and then, independent of crashes: such a shot may end with ok.</remarks>
    public static IReadOnlyList<ShotKind> All { get; } =
    [
        new() { Name = Clean, Weight = 12, AllowedStatuses = [ShotStatus.Ok] },
        new() { Name = "grid-once", Weight = 3, Defects = "grid", AllowedStatuses = [ShotStatus.Ok] },
        new() { Name = "slow-once", Weight = 2, Defects = "timeout", AllowedStatuses = [ShotStatus.Ok] },
        new() { Name = "grid", Weight = 1, Defects = "grid*", FullSize = true, AllowedStatuses = [ShotStatus.IcuEscalated, ShotStatus.Ok] },
        new() { Name = "corrupt", Weight = 1, Defects = "corrupt*", AllowedStatuses = [ShotStatus.IcuEscalated] },
        new() { Name = "blank", Weight = 1, Defects = "blank", AllowedStatuses = [ShotStatus.NeedsReview] },
        new() { Name = "blank-then-good", Weight = 2, Defects = "blank", AllowedStatuses = [ShotStatus.Ok], Decision = ReviewDecision.Reroll },
        new() { Name = "blank-approved", Weight = 1, Defects = "blank", AllowedStatuses = [ShotStatus.NeedsReview], Decision = ReviewDecision.Approve },
        new() { Name = "refused", Weight = 2, Defects = "content_filter*", AllowedStatuses = [ShotStatus.NeedsReview], Decision = ReviewDecision.Reject },
        new() { Name = "unavailable", Weight = 1, Defects = "unavailable*", AllowedStatuses = [ShotStatus.AttemptsExhausted] },
        new() { Name = "no-money", Weight = 2, ShotCap = 0.03m, AllowedStatuses = [ShotStatus.BudgetExhausted] },
        new() { Name = "money-for-one-take", Weight = 2, Defects = "grid", FullSize = true, ShotCap = 0.05m, AllowedStatuses = [ShotStatus.BudgetExhaustedSuccess, ShotStatus.Ok] },
        new() { Name = "cancelled", Weight = 2, Cancelled = true, AllowedStatuses = [ShotStatus.Cancelled, ShotStatus.Ok] },
    ];
}
