namespace Recoil.Critic.Judging;

/// <summary>Where a judge's score of a dimension, 0 (fails) to 1 (as asked), becomes a finding.</summary>
public sealed record DimensionLimits
{
    /// <summary>A lower score is a soft finding; none where it is empty.</summary>
    public double? Soft { get; init; }

    /// <summary>A lower score is a hard finding; none where it is empty.</summary>
    public double? Hard { get; init; }
}
