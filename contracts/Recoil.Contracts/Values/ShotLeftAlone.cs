namespace Recoil.Contracts;

/// <summary>A shot that was named to be made again and stays as it is.</summary>
public sealed record ShotLeftAlone
{
    public required string ShotId { get; init; }
    public required LeftAloneReason Reason { get; init; }
}
