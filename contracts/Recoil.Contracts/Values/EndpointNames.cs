using System.Collections.Frozen;

namespace Recoil.Contracts;

/// <summary>The queues of the sagas.</summary>
public static class EndpointNames
{
    /// <summary>The shot saga's queue.</summary>
    public const string Shots = "shots";

    /// <summary>The run saga's queue.</summary>
    public const string Runs = "runs";

    /// <summary>The sagas: they wait for an answer to what they send, and act on the fault of a refused message.</summary>
    public static FrozenSet<string> Sagas { get; } = FrozenSet.Create(StringComparer.Ordinal, Shots, Runs);
}
