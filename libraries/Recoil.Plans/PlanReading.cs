using Recoil.Contracts;

namespace Recoil.Plans;

/// <summary>A plan as it was read: either the run, or what is wrong with it.</summary>
/// <param name="Run">The run; null when there are errors.</param>
/// <param name="Errors">One line each: file, place in the file, value, what to do.</param>
public sealed record PlanReading(RunRequested? Run, IReadOnlyList<string> Errors)
{
    /// <summary>The errors with their places, at most 1,000.</summary>
    public IReadOnlyList<PlanMistake> Mistakes { get; init; } = [];

    /// <summary>What will be made a little differently from what the plan says, one line each; the plan can be run nevertheless.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
