namespace Recoil.Chaos;

/// <summary>
/// Kills of the database while the services keep running. How to kill and start it depends on the installation, so both are
/// commands for <c>/bin/sh</c>.
/// </summary>
public sealed record DatabaseFaults
{
    /// <summary>Kills the database immediately; exits when it is dead.</summary>
    public required string KillCommand { get; init; }

    /// <summary>Starts the database with its data; may exit before the database answers.</summary>
    public required string StartCommand { get; init; }

    /// <summary>Number of kills, 0 or more.</summary>
    public int Kills { get; init; } = 2;

    /// <summary>Time between kill and start, 0 or more.</summary>
    public TimeSpan Downtime { get; init; } = TimeSpan.FromSeconds(5);
}
