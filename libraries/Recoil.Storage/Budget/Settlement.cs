namespace Recoil.Storage.Budget;

/// <summary>What settling a reservation moved, in US dollars; zeros when it was settled before.</summary>
/// <param name="Charged">What was added to what is spent.</param>
/// <param name="Released">What was reserved beyond that and is free again.</param>
public readonly record struct Settlement(decimal Charged, decimal Released);
