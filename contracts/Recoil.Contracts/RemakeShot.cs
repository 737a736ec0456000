namespace Recoil.Contracts;

/// <summary>Please make a shot again in place of a round that has ended. Of a round, only the first request replaces it.</summary>
public sealed record RemakeShot
{
    /// <summary>The request that asked for it, see <see cref="RemakeShots.RemakeId"/>.</summary>
    public required Guid RemakeId { get; init; }

    /// <summary>The round that is replaced, at least 1.</summary>
    public required int Round { get; init; }

    /// <summary>The shot as it is requested now: it is made from the takes that are accepted now.</summary>
    public required ShotRequested Shot { get; init; }

    /// <summary>Who asked.</summary>
    public required string By { get; init; }
    public string? Note { get; init; }

    /// <summary>The prompt to use from now on; null keeps the present one.</summary>
    public string? EditedPrompt { get; init; }

    /// <summary>US dollars by which both caps are raised for this shot; not negative.</summary>
    public decimal ExtraBudget { get; init; }
}
