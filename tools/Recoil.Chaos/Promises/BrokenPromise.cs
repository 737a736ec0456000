namespace Recoil.Chaos.Promises;

/// <summary>A promise that does not hold.</summary>
/// <param name="Promise">Which one.</param>
/// <param name="What">Where and how, in one line.</param>
public sealed record BrokenPromise(string Promise, string What);
