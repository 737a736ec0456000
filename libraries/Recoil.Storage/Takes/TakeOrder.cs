using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Storage.Takes;

/// <summary>A take's command as its record keeps it.</summary>
internal sealed record TakeOrder
{
    public required GenerateTake Take { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceParent { get; init; }
}
