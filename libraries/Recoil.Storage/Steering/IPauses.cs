namespace Recoil.Storage.Steering;

/// <summary>Keeps what is paused. Of several commands about one thing the newest counts, in whatever order they arrive and however often.</summary>
public interface IPauses
{
    /// <summary>Notes a pause.</summary>
    /// <param name="pause">What is paused, since when, by whom and why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when the same command or a newer one about the same thing was noted before; nothing was changed then.</returns>
    Task<bool> PauseAsync(Pause pause, CancellationToken cancellationToken);

    /// <summary>Notes that something is not paused from a time on.</summary>
    /// <param name="what">What.</param>
    /// <param name="at">When the command was given, in UTC.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when the same command or a newer one about the same thing was noted before; nothing was changed then.</returns>
    Task<bool> ResumeAsync(PausedPart what, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>All that is paused, in the order of its names.</summary>
    Task<IReadOnlyList<Pause>> ListAsync(CancellationToken cancellationToken);
}
