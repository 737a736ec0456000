using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>Which set of routing rules decides.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PolicyName>))]
public enum PolicyName
{
    /// <summary>The original's rules with the documented improvements.</summary>
    Default,

    /// <summary>Exactly the original's rules.</summary>
    Seed,
}
