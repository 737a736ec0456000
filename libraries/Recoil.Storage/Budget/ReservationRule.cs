namespace Recoil.Storage.Budget;

/// <summary>Whether there is money for a reservation, the same in every store.</summary>
internal static class ReservationRule
{
    private const decimal Tolerance = 0.000000001m;

    /// <summary>What the account and the shot answer to a reservation, all in trillionths of a dollar.</summary>
    /// <param name="request">The request.</param>
    /// <param name="held">What the account holds beside extra money.</param>
    /// <param name="amount">The reservation.</param>
    /// <param name="drawn">What of it is drawn on the shot's extra money.</param>
    public static ReservationOutcome Decide(ReservationRequest request, long held, long amount, long drawn) =>
        held > MostHeld(request, amount - drawn) ? ReservationOutcome.RefusedByEpisode
        : IsWithinShot(request, amount) ? ReservationOutcome.Reserved
        : ReservationOutcome.RefusedByShot;

    /// <summary>
    /// The most that the account may hold, spent and reserved together, for the episode's cap to allow the amount. What costs nothing is
    /// allowed whatever the account holds.
    /// </summary>
    public static long MostHeld(ReservationRequest request, long amount) => amount == 0 ? long.MaxValue : PicoDollars.Within(request.EpisodeCap switch
    {
        // Beyond what any account holds the cap is no cap, and the largest decimal leaves no room for a sum.
        > PicoDollars.MostDollars * 2 => decimal.MaxValue,
        var cap => cap + Tolerance - PicoDollars.ToDollars(amount),
    });

    /// <summary>Whether the shot's cap allows the amount.</summary>
    public static bool IsWithinShot(ReservationRequest request, long amount) =>
        amount == 0 || request.ShotSpent + PicoDollars.ToDollars(amount) - Tolerance <= request.ShotCap;

    /// <summary>When an unsettled reservation expires, in UTC.</summary>
    public static DateTimeOffset ExpiresAt(ReservationRequest request) =>
        request.Lease < DateTimeOffset.MaxValue - request.Now ? request.Now + request.Lease : DateTimeOffset.MaxValue;
}
