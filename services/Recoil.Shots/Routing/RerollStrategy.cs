using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Shots.Routing;

/// <summary>What a re-roll within an attempt does differently from the take before.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RerollStrategy>))]
internal enum RerollStrategy
{
    /// <summary>The prompt says how many heads, arms and fingers a person has.</summary>
    AnatomyAnchor,

    /// <summary>Only the shot's own identity references are sent, and the prompt says to follow them.</summary>
    RefPruneAndAnchor,

    /// <summary>Fewer references are sent.</summary>
    ReduceRefs,

    /// <summary>Nothing but the random seed is new.</summary>
    Seed,
}
