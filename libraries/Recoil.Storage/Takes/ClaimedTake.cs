namespace Recoil.Storage.Takes;

/// <summary>A take that the caller may work on.</summary>
/// <param name="Take">The take as it is now.</param>
/// <param name="Claim">The caller's claim on it.</param>
public sealed record ClaimedTake(TakeRecord Take, TakeClaim Claim);
