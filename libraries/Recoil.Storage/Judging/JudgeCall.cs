using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Storage.Judging;

/// <summary>A call of a judge. It is written before it is made.</summary>
/// <param name="TakeId">The take whose shot pays it.</param>
/// <param name="Until">When its asker has certainly given up, in UTC.</param>
/// <param name="Usd">What it cost in US dollars; with an unknown source only what is known, mostly 0.</param>
/// <param name="Source">Where the cost comes from; unknown while it is not answered, and for ever where the answer was lost.</param>
/// <param name="IsOver">Whether its asker has said how it ended.</param>
public sealed record JudgeCall(Guid TakeId, DateTimeOffset Until, decimal Usd, CostSource Source, bool IsOver)
{
    [JsonIgnore]
    public KnownCost Cost => new(Usd, Source);
}
