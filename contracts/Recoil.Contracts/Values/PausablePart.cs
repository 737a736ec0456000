using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>What can be paused.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PausablePart>))]
public enum PausablePart
{
    /// <summary>All runs of a project, and its shots without a run.</summary>
    Project,

    /// <summary>A run.</summary>
    Run,

    /// <summary>The account of a provider.</summary>
    Account,
}
