namespace Recoil.Contracts;

/// <summary>
/// Please make nothing more for a shot. What has been bought is still taken in and paid; then the shot ends as
/// <see cref="ShotStatus.Cancelled"/>. A shot that has ended stays as it is; one that is asked for later ends at once.
/// </summary>
public sealed record CancelShot
{
    public required string Project { get; init; }
    public string RunId { get; init; } = "";
    public required string ShotId { get; init; }

    /// <summary>Who cancels.</summary>
    public required string By { get; init; }
    public string? Reason { get; init; }
}
