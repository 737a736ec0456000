using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>What a run does when a shot needs a person.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<StopOnReview>))]
public enum StopOnReview
{
    /// <summary>Go on with all other shots.</summary>
    Never,

    /// <summary>Start no further shot of the same scene.</summary>
    Scene,

    /// <summary>Start no further shot of the run.</summary>
    Run,
}
