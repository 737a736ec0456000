namespace Recoil.Storage.Budget;

/// <summary>
/// Money as the stores keep it: whole trillionths of a US dollar, so that sums are exact. Twelve decimals are kept, finer ones are
/// rounded to the nearest; one amount or account holds at most 9.2 million dollars.
/// </summary>
internal static class PicoDollars
{
    private const decimal PerDollar = 1_000_000_000_000m;
    public const decimal MostDollars = 9_200_000m;

    public static long Of(decimal dollars, string name)
    {
        if (dollars is < 0 or > MostDollars)
            throw new ArgumentOutOfRangeException(name, dollars, $"An amount of money must be from 0 to {MostDollars} US dollars.");

        return (long)decimal.Round(dollars * PerDollar, MidpointRounding.AwayFromZero);
    }

    public static decimal ToDollars(long pico) => pico / PerDollar;

    /// <summary>The most whole trillionths that are not more than an amount of any size; negative for a negative one.</summary>
    public static long Within(decimal dollars) => dollars switch
    {
        > MostDollars => long.MaxValue,
        < -MostDollars => long.MinValue,
        _ => (long)decimal.Floor(dollars * PerDollar),
    };
}
