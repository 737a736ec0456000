namespace Recoil.Storage.Judging;

/// <summary>Keeps what judges were asked and answered, so that the same question is not paid for twice.</summary>
public interface IJudgements
{
    /// <summary>What is known of a question; null when it was not asked.</summary>
    Task<AskedJudge?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Writes what is known of a question in place of the version before; the first version where nothing is known.</summary>
    /// <returns>False when another one was faster: nothing was changed then, or it was this very version.</returns>
    Task<bool> TryPutAsync(AskedJudge asked, CancellationToken cancellationToken);

    /// <summary>Removes what was last changed before a time. A question that comes again then is asked again.</summary>
    /// <param name="before">The time, in UTC.</param>
    /// <param name="limit">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
