namespace Recoil.Cli.Errors;

/// <summary>Something that needs a person before it goes on.</summary>
internal sealed record ErrorEntry
{
    public required Guid Id { get; init; }

    /// <summary>Where it happened, such as the error queue <c>generator_error</c>.</summary>
    public required string Place { get; init; }

    /// <summary>What it happened to, such as the message <c>GenerateTake</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What went wrong, as it was said.</summary>
    public required string Cause { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The id of what it happened to, or null.</summary>
    public string? Subject { get; init; }

    /// <summary>Where it comes from and is settled.</summary>
    public required IErrorSource Source { get; init; }

    /// <summary>Its id as people type it.</summary>
    public string ShortId => Id.ToString("N")[..ErrorGroup.IdCharacters];
}
