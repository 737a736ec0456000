namespace Recoil.Storage.Budget;

/// <summary>A request to set money aside for one take.</summary>
/// <param name="Account">The account.</param>
/// <param name="ReservationId">The reservation; repeated requests carry the same.</param>
/// <param name="Amount">US dollars, 0 or more.</param>
/// <param name="EpisodeCap">The most the account may hold beside extra money, in US dollars.</param>
/// <param name="ShotSpent">What the shot has cost so far, in US dollars.</param>
/// <param name="ShotCap">The most the shot may cost, in US dollars.</param>
/// <param name="Now">The time of the request, in UTC.</param>
/// <param name="Lease">How long the reservation stays valid without a settlement; more than 0.</param>
public sealed record ReservationRequest(
    string Account, Guid ReservationId, decimal Amount, decimal EpisodeCap, decimal ShotSpent, decimal ShotCap,
    DateTimeOffset Now, TimeSpan Lease)
{
    /// <summary>The shot; needed where it has extra money.</summary>
    public Guid Shot { get; init; }

    /// <summary>Extra money that people gave to the shot over all its rounds, in US dollars. The reservation draws on it first; what it draws does not count against the account's cap.</summary>
    public decimal Extra { get; init; }
}
