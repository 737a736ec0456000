using System.Globalization;

namespace Recoil.Storage.Budget;

/// <summary>
/// A calendar month in UTC as the stores write it, such as <c>2026-11</c>; months compare as text. The empty text comes before all: it is when
/// the money moved that an earlier version kept without its month.
/// </summary>
internal static class BudgetMonth
{
    public const string Unknown = "";

    public static string Of(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static bool IsAfter(string month, string other) => string.CompareOrdinal(month, other) > 0;
}
