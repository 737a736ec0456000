using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>What a generator is asked for.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Operation>))]
public enum Operation
{
    /// <summary>A keyframe from a prompt and references.</summary>
    ImageT2i,

    /// <summary>A clip from a start frame.</summary>
    VideoI2v,
}
