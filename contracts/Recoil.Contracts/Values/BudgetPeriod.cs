using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>What a project's cap is for.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BudgetPeriod>))]
public enum BudgetPeriod
{
    /// <summary>Everything that the project ever spends.</summary>
    Total,

    /// <summary>Each calendar month, in UTC.</summary>
    Month,
}
