using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>What is wrong with a take.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailureMode>))]
public enum FailureMode
{
    None,
    AnatomyFaceMerge,
    AnatomyLimbMiscount,
    IdentityDrift,
    BackgroundContamination,
    WardrobeMismatch,
    LightingMismatch,
    GridInfluence,
    SafetySoftened,
    Unknown,
    MotionFailure,
    EndFrameDrift,
    ContentFilterHardBlock,
    RefBleed,
    AudioSyncDrift,
    CoverageGeometryBroken,
}
