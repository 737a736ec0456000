namespace Recoil.Contracts;

/// <summary>What the critic decided about a take.</summary>
public sealed record GateVerdict
{
    public required bool Passed { get; init; }

    /// <summary>The gate that decided; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Free text; may or may not be the name of a failure mode.</summary>
    public string FailureCategory { get; init; } = "";

    /// <summary>The failure mode the critic settled on, or null.</summary>
    public FailureMode? DominantFailureMode { get; init; }

    /// <summary>Names of what failed hard; a gate that passed may still carry some.</summary>
    public IReadOnlyList<string> HardFailures { get; init; } = [];
}
