namespace Recoil.Contracts;

/// <summary>
/// Please begin no take of a project, of a run, or at a provider's account; what was begun is brought to its end. Of all commands about the same
/// thing the newest counts.
/// </summary>
public sealed record PauseWork
{
    public required PausablePart Part { get; init; }

    /// <summary>The project, the project and the run with a slash between them, or the provider.</summary>
    public required string Name { get; init; }

    /// <summary>Who pauses.</summary>
    public required string By { get; init; }
    public string? Reason { get; init; }

    /// <summary>When the command was given.</summary>
    public required DateTimeOffset At { get; init; }
}
