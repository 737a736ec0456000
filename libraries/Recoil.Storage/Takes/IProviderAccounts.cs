namespace Recoil.Storage.Takes;

/// <summary>Counts the jobs of each provider account over all processes, so that its limits hold for all of them together.</summary>
public interface IProviderAccounts
{
    /// <summary>Counts a submit, unless the account has no room for it. A take that already has its place keeps it.</summary>
    /// <param name="account">The provider's account.</param>
    /// <param name="takeId">The take that is about to be submitted.</param>
    /// <param name="limits">What the account allows.</param>
    /// <param name="now">The time, in UTC.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether the take may be submitted now. The places of takes that have ended are free.</returns>
    Task<bool> TryEnterAsync(string account, Guid takeId, AccountLimits limits, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The take has no job at the provider any more. Repeated, it changes nothing.</summary>
    Task LeaveAsync(string account, Guid takeId, CancellationToken cancellationToken);
}
