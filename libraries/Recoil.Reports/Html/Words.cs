using System.Globalization;
using Recoil.Contracts;

namespace Recoil.Reports.Html;

/// <summary>Names and numbers as a producer reads them.</summary>
public static class Words
{
    /// <summary><c>grid_influence</c> and <c>GridInfluence</c> become <c>grid influence</c>.</summary>
    public static string Plain(string name) => string.Concat(name.Select((letter, at) => letter switch
    {
        '_' => " ",
        _ when char.IsUpper(letter) && at > 0 && char.IsLower(name[at - 1]) => $" {char.ToLowerInvariant(letter)}",
        _ when char.IsUpper(letter) => char.ToLowerInvariant(letter).ToString(),
        _ => letter.ToString(),
    }));

    /// <summary>US dollars, with as many decimals as the amount has, at least two.</summary>
    public static string Dollars(decimal amount) => amount.ToString("$#,##0.00####", CultureInfo.InvariantCulture);

    /// <summary>What is known of a cost, such as <c>$0.12</c>, <c>about $0.12</c>, <c>at least $0.12</c> or <c>unknown</c>.</summary>
    public static string Cost(KnownCost cost) => cost switch
    {
        { IsUnknown: true } => "unknown",
        { Source: CostSource.Unknown } => $"at least {Dollars(cost.Usd)}",
        { Source: CostSource.Estimated } => $"about {Dollars(cost.Usd)}",
        _ => Dollars(cost.Usd),
    };

    /// <summary>The same within a sentence, where <c>unknown</c> alone does not say what is.</summary>
    public static string Amount(KnownCost cost) => cost.IsUnknown ? "an unknown amount" : Cost(cost);

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} {many}";

    /// <summary>A measured value, short.</summary>
    public static string Measure(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Time since something, such as <c>+12.3 s</c> or <c>+4:05 min</c>.</summary>
    public static string Since(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"+{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"+{(int)time.TotalMinutes}:{time.Seconds:00} min");
}
