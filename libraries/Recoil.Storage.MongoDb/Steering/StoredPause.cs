namespace Recoil.Storage.MongoDb.Steering;

/// <summary>The last command about something that can be paused, as its collection keeps it.</summary>
internal sealed class StoredPause
{
    /// <summary>The part's name, see <see cref="Storage.Steering.PausedPart.Key"/>.</summary>
    public required string Id { get; init; }

    /// <summary>When the command was given.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it is paused; absent when it is not.</summary>
    public bool? InForce { get; init; }

    public required string By { get; init; }

    public string? Reason { get; init; }
}
