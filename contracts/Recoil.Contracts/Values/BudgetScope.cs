using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>Which cap refused a reservation.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BudgetScope>))]
public enum BudgetScope
{
    Episode,
    Shot,
    Project,
}
