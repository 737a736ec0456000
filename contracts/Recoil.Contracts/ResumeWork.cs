namespace Recoil.Contracts;

/// <summary>Please begin takes again where <see cref="PauseWork"/> stopped them. Of all commands about the same thing the newest counts.</summary>
public sealed record ResumeWork
{
    public required PausablePart Part { get; init; }

    /// <summary>The project, the project and the run with a slash between them, or the provider.</summary>
    public required string Name { get; init; }

    /// <summary>Who resumes.</summary>
    public required string By { get; init; }

    /// <summary>When the command was given.</summary>
    public required DateTimeOffset At { get; init; }
}
