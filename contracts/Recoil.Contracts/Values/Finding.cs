namespace Recoil.Contracts;

/// <summary>What one check saw in a take.</summary>
public sealed record Finding
{
    /// <summary>The check's name, such as <c>grid_influence</c>.</summary>
    public required string Check { get; init; }

    /// <summary>The failure mode that it is evidence for.</summary>
    public required FailureMode FailureMode { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>The judges that say so, separated by commas; null where the pixels do.</summary>
    public string? Judge { get; init; }

    /// <summary>What was measured; its meaning and unit are the check's. Null where nothing was evaluated.</summary>
    public double? Score { get; init; }

    /// <summary>The limit that the score was compared with.</summary>
    public double? Threshold { get; init; }

    /// <summary>One line for a person: what was seen and where, or why nothing could be evaluated.</summary>
    public string Evidence { get; init; } = "";
}
