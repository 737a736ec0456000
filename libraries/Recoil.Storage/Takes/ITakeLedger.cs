using Recoil.Contracts;
using Recoil.Storage.Steering;

namespace Recoil.Storage.Takes;

/// <summary>
/// Keeps every take as a durable job, so that a paid generation is bought once and any worker can go on with it. A worker changes a
/// take only under its claim; a claim that was not renewed can be taken over.
/// </summary>
public interface ITakeLedger
{
    /// <summary>
    /// Adds a take unless it is there. One that still waits gets the priority that it is added with. A take of an earlier version that is there without its request gets it, so that workers find it.
    /// </summary>
    /// <param name="take">The take, <see cref="TakeState.Queued"/>, or <see cref="TakeState.Submitting"/> with a lease.</param>
    /// <param name="lease">
    /// Claims the take if it is new; null leaves it to any worker. Repeated by the same worker before the take has a job, it gives the
    /// same claim: the first answer may have been lost.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The take as it is now, and the caller's claim; null where it has none.</returns>
    Task<(TakeRecord Take, TakeClaim? Claim)> EnqueueAsync(TakeRecord take, TakeLease? lease, CancellationToken cancellationToken);

    /// <summary>
    /// Claims takes that wait for a worker. Those whose submit has begun and whose worker did not renew its claim come first. Then come the takes
    /// with the highest priority; of those, runs take turns, and in a run those that wait longest come first.
    /// </summary>
    /// <param name="lease">Who claims, and for how long.</param>
    /// <param name="limits">How many takes of each provider at most.</param>
    /// <param name="paused">What must not begin. A take whose submit has begun is claimed all the same: it may have been bought.</param>
    /// <param name="now">The time, in UTC.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<ClaimedTake>> ClaimAsync(
        TakeLease lease, IReadOnlyDictionary<string, int> limits, PausedWork paused, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives takes that wait the priorities that people have set; a shot's own stands over its run's.</summary>
    /// <param name="provider">The provider that they wait for.</param>
    /// <param name="priorities">Those of runs before those of their shots.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task PrioritizeAsync(string provider, IReadOnlyList<SetTakePriority> priorities, CancellationToken cancellationToken);

    /// <summary>How many takes of a provider wait for a worker.</summary>
    Task<int> CountWaitingAsync(string provider, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Makes claims last until <paramref name="until"/>.</summary>
    /// <returns>The claims that are lost: the take has ended, or another worker has claimed it.</returns>
    Task<IReadOnlyList<TakeClaim>> RenewAsync(IReadOnlyCollection<TakeClaim> claims, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Frees every claim on a provider's takes: for the only process of a store, whose predecessors have ended.</summary>
    Task FreeClaimsAsync(string provider, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives a claim back. The take waits for a worker from <paramref name="dueAt"/> on.</summary>
    /// <returns>False when the claim was lost; nothing was changed then.</returns>
    Task<bool> ReleaseAsync(TakeClaim claim, DateTimeOffset dueAt, CancellationToken cancellationToken);

    /// <summary>Writes that a take's submit begins, where it has no job, and makes the claim last until <paramref name="until"/>. Nothing may be submitted without it.</summary>
    /// <returns>False when the claim was lost or the take was cancelled; nothing was changed then.</returns>
    Task<bool> BeginSubmitAsync(TakeClaim claim, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Queues a take again whose submit began and certainly made no job. The claim stays.</summary>
    /// <returns>False when the claim was lost; nothing was changed then.</returns>
    Task<bool> UndoSubmitAsync(TakeClaim claim, CancellationToken cancellationToken);

    /// <summary>Records the provider's job: the take is submitted. The first one recorded stays.</summary>
    /// <returns>False when the claim was lost; nothing was changed then.</returns>
    Task<bool> RecordJobAsync(TakeClaim claim, string providerJob, CancellationToken cancellationToken);

    /// <summary>Records that the job is over and its file is being fetched.</summary>
    /// <returns>False when the claim was lost; nothing was changed then.</returns>
    Task<bool> BeginFetchAsync(TakeClaim claim, CancellationToken cancellationToken);

    /// <summary>Records how the take ended. The result is undelivered until <see cref="MarkDeliveredAsync"/>.</summary>
    /// <returns>False when the claim was lost; nothing was changed then.</returns>
    Task<bool> EndAsync(TakeClaim claim, GenerationCompleted result, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Results that were not delivered by <paramref name="before"/>. No other caller gets them before <paramref name="until"/>.
    /// </summary>
    Task<IReadOnlyList<TakeRecord>> ClaimUndeliveredAsync(
        DateTimeOffset before, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>The results of these takes have been published.</summary>
    Task MarkDeliveredAsync(IReadOnlyCollection<Guid> takeIds, CancellationToken cancellationToken);

    Task<TakeRecord?> FindAsync(Guid takeId, CancellationToken cancellationToken);

    /// <summary>
    /// How many takes of an account ended, and the sum of what they cost. Cancelled takes are not counted: they were never made. The cost of a take
    /// that an earlier version ended is reported, and unknown where its outcome was.
    /// </summary>
    Task<(int Count, KnownCost Cost)> TotalAsync(string account, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a take whose submit has not begun, so that it never does.
    /// </summary>
    /// <param name="take">The take with the result that it is to have, which costs nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// Whether nothing was or will be bought: also true when it was cancelled before. False when its submit has begun.
    /// </returns>
    Task<bool> TryCancelAsync(TakeRecord take, CancellationToken cancellationToken);

    /// <summary>
    /// Removes takes that ended before a time, whose result is known to be delivered and whose shot has no document any more: nobody can
    /// ask for them again. A command of a removed take would make it once more. A place that it still has at its provider's account is free.
    /// </summary>
    /// <param name="endedBefore">The time, in UTC.</param>
    /// <param name="limit">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken);
}
