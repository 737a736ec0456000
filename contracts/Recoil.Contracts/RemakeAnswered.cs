namespace Recoil.Contracts;

/// <summary>The run saga's answer to <see cref="RemakeShots"/>.</summary>
public sealed record RemakeAnswered
{
    public required Guid RemakeId { get; init; }
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>Why nothing is made again, in one line; null when there is an answer for each shot.</summary>
    public string? Refusal { get; init; }

    /// <summary>The shots that are made again for this request, in the plan's order.</summary>
    public IReadOnlyList<string> Remade { get; init; } = [];

    /// <summary>The shots that stay as they are.</summary>
    public IReadOnlyList<ShotLeftAlone> LeftAlone { get; init; } = [];

    /// <summary>
    /// The shots that were built on the takes that are replaced, directly or through others, and that are not made again themselves; in the plan's
    /// order.
    /// </summary>
    public IReadOnlyList<string> BuiltOn { get; init; } = [];
}
