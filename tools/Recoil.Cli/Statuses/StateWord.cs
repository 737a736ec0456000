using System.Text.Json;

namespace Recoil.Cli.Statuses;

/// <summary>A saga's state for users: <c>ReservingBudget</c> is <c>reserving_budget</c>.</summary>
internal static class StateWord
{
    public static string Of(string state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state);
}
