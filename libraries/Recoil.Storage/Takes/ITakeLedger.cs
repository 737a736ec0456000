using Recoil.Contracts;

namespace Recoil.Storage.Takes;

/// <summary>Remembers every take, so that a paid generation is bought once.</summary>
public interface ITakeLedger
{
    /// <summary>
    /// Records that a take begins, before anything is bought for it, and claims it: no other worker may work on it until
    /// <paramref name="claimedUntil"/> or until it ends.
    /// </summary>
    /// <returns>The record as it is now and whether the caller has the claim. A take that has ended is never claimed.</returns>
    Task<(TakeRecord Record, bool Claimed)> BeginAsync(
        TakeRecord take, string worker, DateTimeOffset now, DateTimeOffset claimedUntil, CancellationToken cancellationToken);

    /// <summary>Records the provider's job, before polling starts. The first one recorded stays.</summary>
    Task RecordJobAsync(Guid takeId, string providerJob, CancellationToken cancellationToken);

    /// <summary>Records how the take ended. The first result stays.</summary>
    /// <returns>The result that stands.</returns>
    Task<GenerationCompleted> CompleteAsync(Guid takeId, GenerationCompleted result, CancellationToken cancellationToken);

    /// <summary>Gives the claim back, so that another worker can continue at once.</summary>
    Task ReleaseClaimAsync(Guid takeId, string worker, CancellationToken cancellationToken);

    Task<TakeRecord?> FindAsync(Guid takeId, CancellationToken cancellationToken);

    /// <summary>
    /// How many takes of an account ended, and the sum of what they cost in US dollars. Cancelled takes are not counted:
    /// they were never made.
    /// </summary>
    Task<(int Count, decimal Cost)> TotalAsync(string account, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a take before it has begun, so that no worker begins it: a worker that tries gets the result instead of the claim.
    /// </summary>
    /// <param name="take">The take with the result that it is to have, which costs nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// Whether nothing was or will be bought: also true when it was cancelled before. False when a worker has begun it.
    /// </returns>
    Task<bool> TryCancelAsync(TakeRecord take, CancellationToken cancellationToken);
}
