using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>How much a critic's finding weighs.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Looked at and found good.</summary>
    Passed,

    /// <summary>Worth a note; the take may be kept.</summary>
    Soft,

    /// <summary>The take cannot be used.</summary>
    Hard,

    /// <summary>No check here can judge it. This is not a pass.</summary>
    NotEvaluated,
}
