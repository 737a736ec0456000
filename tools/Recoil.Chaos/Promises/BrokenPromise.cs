namespace Recoil.Chaos.Promises;

/// <summary>A guarantee that does not hold.</summary>
/// <param name="Promise">The guarantee.</param>
/// <param name="Detail">Where and how, in one line.</param>
public sealed record BrokenPromise(string Promise, string Detail);
