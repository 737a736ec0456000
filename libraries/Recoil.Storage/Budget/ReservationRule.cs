namespace Recoil.Storage.Budget;

/// <summary>Whether there is money for a reservation, the same in every store.</summary>
internal static class ReservationRule
{
    private const decimal Tolerance = 0.000000001m;

    /// <summary>What is answered to a reservation of this amount when the account holds so much, both in trillionths of a dollar.</summary>
    public static ReservationOutcome Decide(ReservationRequest request, long held, long amount) =>
        held > MostHeld(request, amount) ? ReservationOutcome.RefusedByEpisode
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
