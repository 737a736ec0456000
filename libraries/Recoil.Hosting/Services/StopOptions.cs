using Recoil.Hosting.Settings;

namespace Recoil.Hosting.Services;

/// <summary>How a service stops: the section <c>Stop</c>.</summary>
public sealed record StopOptions
{
    /// <summary>
    /// For how long work in hand may go on after SIGTERM, 0 or more. What is not finished by then is handed back to the queue.
    /// </summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(20);

    internal void Validate()
    {
        if (Within < TimeSpan.Zero)
            throw new InvalidSettingException($"Stop:Within is {Within}. Give a time such as 00:00:20, or 00:00:00 to hand everything back at once.");
    }
}
