using Recoil.Hosting.Transport;

namespace Recoil.Chaos;

/// <summary>A broker, or a cluster of several nodes, that a chaos run uses instead of one of its own.</summary>
public sealed record BrokerUnderTest
{
    /// <summary>Its nodes, and a virtual host that nothing has used yet.</summary>
    public required TransportOptions Transport { get; init; }

    /// <summary>Kills of its nodes; null for none.</summary>
    public NodeFaults? Faults { get; init; }
}

/// <summary>
/// Kills of broker nodes, one at a time, so that a cluster of three always has a majority. How to kill and start a node depends on the installation,
/// so both are commands for <c>/bin/sh</c>; <c>$1</c> in them is the node's number, counted from 1.
/// </summary>
public sealed record NodeFaults
{
    /// <summary>Kills a node immediately; exits when it is dead.</summary>
    public required string KillCommand { get; init; }

    /// <summary>Starts a node with its data; exits when it answers.</summary>
    public required string StartCommand { get; init; }

    /// <summary>Number of kills, 0 or more, in turn over the nodes.</summary>
    public int Kills { get; init; } = 6;

    /// <summary>Time between kill and start, 0 or more.</summary>
    public TimeSpan Downtime { get; init; } = TimeSpan.FromSeconds(3);
}
