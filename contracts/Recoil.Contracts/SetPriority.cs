namespace Recoil.Contracts;

/// <summary>
/// Please begin the takes of a run, or of one shot, sooner or later than others that wait. It stands over what the request said; of all commands about
/// the same thing the newest counts, and a shot's own stands over its run's.
/// </summary>
public sealed record SetPriority
{
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>The shot; null for the whole run.</summary>
    public string? ShotId { get; init; }

    /// <summary>0 to 100: a higher one comes first.</summary>
    public required int Priority { get; init; }

    /// <summary>Who wants it.</summary>
    public required string By { get; init; }

    /// <summary>When the command was given.</summary>
    public required DateTimeOffset At { get; init; }
}
