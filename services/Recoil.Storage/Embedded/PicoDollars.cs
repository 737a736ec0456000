namespace Recoil.Storage.Embedded;

/// <summary>
/// Money in the file: whole trillionths of a US dollar, so that sums are exact. Twelve decimals are kept, finer ones are
/// rounded to the nearest; one amount or account holds at most 9.2 million dollars.
/// </summary>
internal static class PicoDollars
{
    private const decimal PerDollar = 1_000_000_000_000m;
    private const decimal MostDollars = 9_200_000m;

    public static long Of(decimal dollars, string name)
    {
        if (dollars is < 0 or > MostDollars)
            throw new ArgumentOutOfRangeException(name, dollars, $"An amount of money must be from 0 to {MostDollars} US dollars.");

        return (long)decimal.Round(dollars * PerDollar, MidpointRounding.AwayFromZero);
    }

    public static decimal ToDollars(long pico) => pico / PerDollar;
}
