namespace Recoil.Storage.Runs;

/// <summary>A take that a shot is made from.</summary>
/// <param name="ShotId">The shot whose take it is.</param>
/// <param name="Take">The take.</param>
public sealed record UsedTake(string ShotId, string Take);
