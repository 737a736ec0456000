namespace Recoil.Cli.Progress;

/// <summary>Terminal colours of statuses, by Spectre's names.</summary>
internal static class StatusColor
{
    public static string Of(string status) => status switch
    {
        "ok" => "green",
        "budget_exhausted_success" => "yellow",
        "budget_exhausted" or "attempts_exhausted" => "darkorange",
        "needs_review" => "mediumpurple2",
        "icu_escalated" or "crashed" => "red",
        "cancelled" => "grey",
        _ => "grey",
    };
}
