using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Shots.Routing;

/// <summary>How much a take is worth keeping; a higher one displaces a lower one.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TakeRank>))]
internal enum TakeRank
{
    /// <summary>There is no output.</summary>
    None,

    /// <summary>It failed, or no critic could judge it.</summary>
    Hard,

    /// <summary>It is usable, with a finding.</summary>
    Soft,

    /// <summary>It is good as it is.</summary>
    Accepted,
}
