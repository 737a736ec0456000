using System.Collections.Concurrent;
using System.Text.Json;

namespace Recoil.Contracts;

/// <summary>The one spelling of enum values as text, equal to how they travel in JSON.</summary>
public static class SnakeCase
{
    /// <summary>The snake_case name of an enum value, such as <c>anatomy_face_merge</c>.</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => Names<TEnum>.ByValue.GetOrAdd(
        value, static v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

    /// <summary>The enum value with exactly this snake_case name, or null. The look-up is case-sensitive.</summary>
    public static TEnum? Parse<TEnum>(string? name) where TEnum : struct, Enum =>
        name is not null && Names<TEnum>.ByName.TryGetValue(name, out var value) ? value : null;

    private static class Names<TEnum> where TEnum : struct, Enum
    {
        public static readonly ConcurrentDictionary<TEnum, string> ByValue = new();

        public static readonly Dictionary<string, TEnum> ByName = Enum.GetValues<TEnum>()
            .ToDictionary(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()), StringComparer.Ordinal);
    }
}
