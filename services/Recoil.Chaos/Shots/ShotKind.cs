using Recoil.Contracts;

namespace Recoil.Chaos.Shots;

/// <summary>A kind of shot whose end is known: the provider plants what leads there.</summary>
/// <param name="Name">Stands in the shot's id.</param>
/// <param name="Weight">How many of them to how many of the others.</param>
/// <param name="Defects">What is wrong with its takes on purpose.</param>
/// <param name="ShotCap">The most it may cost in US dollars.</param>
/// <param name="Ends">The status it must end with, whatever happens around it.</param>
internal sealed record ShotKind(string Name, int Weight, string? Defects, decimal ShotCap, ShotStatus Ends)
{
    private const decimal Enough = 2;

    /// <summary>All kinds. A take costs 0.04 US dollars.</summary>
    public static IReadOnlyList<ShotKind> All { get; } =
    [
        new("clean", 12, null, Enough, ShotStatus.Ok),
        new("grid-once", 3, "grid", Enough, ShotStatus.Ok),
        new("slow-once", 2, "timeout", Enough, ShotStatus.Ok),
        new("grid", 2, "grid*", Enough, ShotStatus.IcuEscalated),
        new("blank", 2, "blank", Enough, ShotStatus.NeedsReview),
        new("refused", 2, "content_filter*", Enough, ShotStatus.NeedsReview),
        new("down", 1, "unavailable*", Enough, ShotStatus.AttemptsExhausted),
        new("poor", 2, null, 0.03m, ShotStatus.BudgetExhausted),
        new("short-of-money", 2, "grid", 0.05m, ShotStatus.BudgetExhaustedSuccess),
    ];
}
