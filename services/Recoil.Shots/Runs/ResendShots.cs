namespace Recoil.Shots.Runs;

/// <summary>A run that was requested again requests its shots again, a part at a time.</summary>
internal sealed record ResendShots
{
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>The place in the plan to go on from.</summary>
    public required int From { get; init; }
}
