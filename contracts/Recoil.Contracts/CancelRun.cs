namespace Recoil.Contracts;

/// <summary>Please start no more shots of a run, and cancel those under way as <see cref="CancelShot"/> does.</summary>
public sealed record CancelRun
{
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>Who cancels.</summary>
    public required string By { get; init; }
    public string? Reason { get; init; }
}
