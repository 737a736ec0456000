namespace Recoil.Storage.Steering;

/// <summary>
/// Keeps the priorities that people have set over those of the requests. Of several commands about one thing the newest counts, in whatever order they
/// arrive and however often.
/// </summary>
public interface IPriorities
{
    /// <summary>Notes a priority.</summary>
    /// <returns>False when the same command or a newer one about the same thing was noted before; nothing was changed then.</returns>
    Task<bool> SetAsync(SetTakePriority priority, CancellationToken cancellationToken);

    /// <summary>All that were set, those of runs before those of their shots.</summary>
    Task<IReadOnlyList<SetTakePriority>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Forgets what was set before a time.</summary>
    /// <param name="before">The time, in UTC.</param>
    /// <param name="limit">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were forgotten.</returns>
    Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
