namespace Recoil.Chaos;

/// <summary>
/// A database that is killed and started again while the services go on. Only whoever runs it knows how, so both are commands
/// for <c>/bin/sh</c>.
/// </summary>
public sealed record DatabaseFaults
{
    /// <summary>Kills the database at once; returns when it is dead.</summary>
    public required string KillCommand { get; init; }

    /// <summary>Starts it again with what it had; may return before it answers.</summary>
    public required string StartCommand { get; init; }

    /// <summary>How often, 0 or more.</summary>
    public int Kills { get; init; } = 2;

    /// <summary>For how long it is away each time, 0 or more.</summary>
    public TimeSpan Away { get; init; } = TimeSpan.FromSeconds(5);
}
