using Recoil.Contracts;

namespace Recoil.Shots.Runs;

/// <summary>A shot that a run starts, or starts again.</summary>
/// <param name="Request">The request.</param>
/// <param name="Remake">What asks for it where it is made again; null for its first time.</param>
internal sealed record StartedShot(ShotRequested Request, RemakeShot? Remake = null)
{
    public string ShotId => Request.ShotId;

    /// <summary>The round that it replaces; 0 for its first time.</summary>
    public int Replaces => Remake?.Round ?? 0;
}
