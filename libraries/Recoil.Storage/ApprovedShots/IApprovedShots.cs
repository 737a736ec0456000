namespace Recoil.Storage.ApprovedShots;

/// <summary>
/// Keeps the accepted take of every shot of an episode, one for each shot, over runs: where a shot finds the one before it. The last that was
/// accepted counts. Everything may be done again.
/// </summary>
public interface IApprovedShots
{
    /// <summary>
    /// Notes an accepted take in place of one that was accepted before it, or in an earlier round of the same shot of the same run. One that
    /// arrives late changes nothing.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    Task<bool> PutAsync(AcceptedTake take, CancellationToken cancellationToken);

    /// <summary>The shot's accepted take is not accepted any more. One of another run, or of a later round, stays.</summary>
    /// <param name="project">The project.</param>
    /// <param name="episodeId">The episode.</param>
    /// <param name="shotId">The shot.</param>
    /// <param name="correlationId">The shot of the run whose take it was.</param>
    /// <param name="round">The last round that counts.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether anything changed.</returns>
    Task<bool> WithdrawAsync(string project, string episodeId, string shotId, Guid correlationId, int round, CancellationToken cancellationToken);

    /// <summary>The accepted keyframe of a scene that is nearest before a shot in the order of <see cref="ShotOrder"/>; null when there is none.</summary>
    Task<AcceptedTake?> FindBeforeAsync(string project, string episodeId, int scene, string shotId, CancellationToken cancellationToken);
}
