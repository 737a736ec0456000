namespace Recoil.Storage.MongoDb.Steering;

/// <summary>The last command about a priority, as its collection keeps it.</summary>
internal sealed class StoredPriority
{
    /// <summary>The run as a budget account, and the shot's id behind a <c>#</c> where it is about one.</summary>
    public required string Id { get; init; }

    public required string Account { get; init; }

    /// <summary>The shot; absent for the whole run.</summary>
    public Guid? Shot { get; init; }

    public required int Priority { get; init; }

    public required string By { get; init; }

    /// <summary>When the command was given.</summary>
    public required DateTimeOffset At { get; init; }
}
