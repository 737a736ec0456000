namespace Recoil.Contracts;

/// <summary>
/// Please add money to a project's cap; where the cap is for each month, to that of the month in which the command was given. The same id twice is one. A
/// cap that is set later takes its place. Who asks for an answer gets <see cref="ProjectBudgetShown"/>.
/// </summary>
public sealed record TopUpProjectBudget
{
    /// <summary>A new id for each.</summary>
    public required Guid TopUpId { get; init; }

    public required string Project { get; init; }

    /// <summary>US dollars, more than 0.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Who adds it.</summary>
    public required string By { get; init; }

    /// <summary>When the command was given.</summary>
    public required DateTimeOffset At { get; init; }
}
