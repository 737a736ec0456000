namespace Recoil.Contracts;

/// <summary>
/// Please make shots of a run again that have ended. The same id twice is one request. Answered with <see cref="RemakeAnswered"/> where the
/// sender asked for a response.
/// </summary>
public sealed record RemakeShots
{
    /// <summary>The request: a shot is made again once for it.</summary>
    public required Guid RemakeId { get; init; }
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>The shots to make again; may be empty where <see cref="After"/> names one.</summary>
    public IReadOnlyList<string> Shots { get; init; } = [];

    /// <summary>A shot: all that are made from its take, directly or through others, are made again, too. Null for none.</summary>
    public string? After { get; init; }

    /// <summary>Who asks.</summary>
    public required string By { get; init; }
    public string? Note { get; init; }

    /// <summary>With exactly one of <see cref="Shots"/> only, for which it is: the prompt to use from now on; null keeps the present one.</summary>
    public string? EditedPrompt { get; init; }

    /// <summary>With exactly one of <see cref="Shots"/> only: US dollars by which both caps are raised for it; not negative.</summary>
    public decimal ExtraBudget { get; init; }
}
