namespace Recoil.Contracts;

/// <summary>What of a project's money is set aside for a run.</summary>
public sealed record RunHold
{
    /// <summary>The run; empty for shots without one.</summary>
    public required string RunId { get; init; }

    /// <summary>Spent, reserved and still to come, in US dollars.</summary>
    public required decimal Hold { get; init; }

    /// <summary>What of it is spent, in US dollars.</summary>
    public required decimal Spent { get; init; }
}
