namespace Recoil.Storage.Steering;

/// <summary>A priority that a person has set.</summary>
/// <param name="Account">The run as a budget account: its project, a slash and its id.</param>
/// <param name="Shot">The shot; null for the whole run.</param>
/// <param name="Priority">0 to 100.</param>
/// <param name="By">Who set it.</param>
/// <param name="At">When the command was given, in UTC.</param>
public sealed record SetTakePriority(string Account, Guid? Shot, int Priority, string By, DateTimeOffset At);
