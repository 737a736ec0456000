namespace Recoil.Storage.Steering;

/// <summary>Something that is paused: no take of it begins. Takes that were begun are brought to their end.</summary>
/// <param name="What">What is paused.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Since">When the command was given, in UTC.</param>
public sealed record Pause(PausedPart What, string By, string? Reason, DateTimeOffset Since);
