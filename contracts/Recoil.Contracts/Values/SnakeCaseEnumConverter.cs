using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>Enums travel as the snake_case strings of the original; numbers and unknown names are refused.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
