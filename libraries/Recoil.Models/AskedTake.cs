namespace Recoil.Models;

/// <summary>What a take asks of its model.</summary>
public sealed record AskedTake
{
    public required string AspectRatio { get; init; }

    /// <summary>Length of a clip in seconds; null for a picture.</summary>
    public decimal? Duration { get; init; }

    /// <summary>How many reference pictures it cannot do without.</summary>
    public int References { get; init; }

    /// <summary>Whether it says on which picture a clip ends.</summary>
    public bool EndFrame { get; init; }

    /// <summary>In UTF-16 code units.</summary>
    public int PromptLength { get; init; }
}
