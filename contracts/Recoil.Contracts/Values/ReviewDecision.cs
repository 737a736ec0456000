using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>What a person says about a shot that was put before them.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ReviewDecision>))]
public enum ReviewDecision
{
    /// <summary>The take is good as it is.</summary>
    Approve,

    /// <summary>The shot is given up.</summary>
    Reject,

    /// <summary>Another attempt, perhaps with another prompt or more money.</summary>
    Reroll,
}
