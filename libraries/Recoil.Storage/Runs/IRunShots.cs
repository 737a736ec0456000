namespace Recoil.Storage.Runs;

/// <summary>
/// Keeps the plans of runs and how each of their shots stands, one record a shot: what a step of a run reads and writes does not grow with
/// the run. A plan is written once; how a shot stands is replaced by version.
/// </summary>
public interface IRunShots
{
    /// <summary>Adds shots that are not there yet; those that are stay as they are.</summary>
    /// <param name="plan">The plan's id.</param>
    /// <param name="shots">What was planned, and how it stands at first; at most a thousand or so at once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task AddAsync(Guid plan, IReadOnlyList<(PlannedShot Planned, ShotProgress Progress)> shots, CancellationToken cancellationToken);

    /// <summary>How a shot stands; null when the plan has none of that name.</summary>
    Task<ShotProgress?> FindAsync(Guid plan, string shotId, CancellationToken cancellationToken);

    /// <summary>How shots stand, in the order of their places; those that the plan does not have are left out.</summary>
    Task<IReadOnlyList<ShotProgress>> GetAsync(Guid plan, IReadOnlyList<int> indexes, CancellationToken cancellationToken);

    /// <summary>What was planned, in the order of the places; those that the plan does not have are left out.</summary>
    Task<IReadOnlyList<PlannedShot>> GetPlannedAsync(Guid plan, IReadOnlyList<int> indexes, CancellationToken cancellationToken);

    /// <summary>Replaces how a shot stands, if its version is still the one given; the new one is one more.</summary>
    Task<bool> TryReplaceAsync(Guid plan, ShotProgress progress, CancellationToken cancellationToken);

    /// <summary>The first shots in a place, in the plan's order.</summary>
    /// <param name="plan">The plan's id.</param>
    /// <param name="place">The place.</param>
    /// <param name="after">Only those after this one; -1 for all.</param>
    /// <param name="limit">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<PlacedShot>> ListAsync(Guid plan, ShotPlace place, int after, int limit, CancellationToken cancellationToken);

    /// <summary>Which of some shots have ended, in any order.</summary>
    Task<IReadOnlyList<int>> EndedAmongAsync(Guid plan, IReadOnlyList<int> indexes, CancellationToken cancellationToken);

    /// <summary>Whether a shot needs a person, see <see cref="ShotProgress.NeedsPerson"/>.</summary>
    /// <param name="plan">The plan's id.</param>
    /// <param name="scene">Looks in this scene only; null for the whole run.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<bool> AnyNeedsPersonAsync(Guid plan, int? scene, CancellationToken cancellationToken);

    /// <summary>The nearest shot before another in a scene that may serve it as a reference, see <see cref="ShotProgress.IsAnchor"/>; null when there is none.</summary>
    Task<ShotProgress?> FindAnchorAsync(Guid plan, int scene, int before, CancellationToken cancellationToken);

    /// <summary>How the shots of a part of the plan stand, in order.</summary>
    /// <param name="plan">The plan's id.</param>
    /// <param name="from">The first place.</param>
    /// <param name="limit">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<ShotProgress>> ReadAsync(Guid plan, int from, int limit, CancellationToken cancellationToken);

    /// <summary>A part of the plan, in order.</summary>
    /// <inheritdoc cref="ReadAsync" path="/param"/>
    Task<IReadOnlyList<PlannedShot>> ReadPlannedAsync(Guid plan, int from, int limit, CancellationToken cancellationToken);

    /// <summary>How all shots stand together.</summary>
    Task<RunTotals> SumAsync(Guid plan, CancellationToken cancellationToken);

    /// <summary>Says until when a plan is kept; null keeps it until something else is said.</summary>
    Task KeepUntilAsync(Guid plan, DateTimeOffset? time, CancellationToken cancellationToken);

    /// <summary>Removes what was kept until a time before another, with all that belongs to it.</summary>
    /// <param name="before">The time, in UTC.</param>
    /// <param name="limit">How many shots at most, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many shots were removed.</returns>
    Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
