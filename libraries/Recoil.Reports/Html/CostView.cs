using Recoil.Contracts;

namespace Recoil.Reports.Html;

/// <summary>An amount on the page. Where no bill stands behind it, that shows, and a pointer on it says why.</summary>
internal static class CostView
{
    public static Markup Of(KnownCost cost) => Why(cost) is { } why
        ? Markup.Of($"""<abbr class="{SnakeCase.Of(cost.Source)}" title="{why}">{Words.Cost(cost)}</abbr>""")
        : Markup.Of($"{Words.Cost(cost)}");

    private static string? Why(KnownCost cost) => cost switch
    {
        { IsUnknown: true } => "nobody knows what was charged",
        { Source: CostSource.Unknown } => "what is known; nobody knows what was charged for the rest",
        { Source: CostSource.Estimated } => "by the model's price, because the provider does not say what it charges",
        { Source: CostSource.Computed } => "computed from what the provider says was used",
        _ => null,
    };
}
