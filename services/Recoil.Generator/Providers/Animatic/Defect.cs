using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Generator.Providers.Animatic;

/// <summary>Something wrong that a take is given on purpose, in its pixels or in the provider's answer, nowhere else.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Defect>))]
internal enum Defect
{
    /// <summary>A good take.</summary>
    None,

    /// <summary>One colour all over.</summary>
    Blank,

    /// <summary>A file that no program can read.</summary>
    Undecodable,

    /// <summary>Another shape than the one asked for.</summary>
    WrongAspect,

    /// <summary>Panels with gutters instead of one picture.</summary>
    Grid,

    /// <summary>Nearly a reference.</summary>
    RefCopy,

    /// <summary>Nearly a reference, left and right exchanged.</summary>
    RefCopyMirrored,

    /// <summary>A light that the scene reference does not have.</summary>
    WrongLight,

    /// <summary>A clip in which nothing moves.</summary>
    Frozen,

    /// <summary>A clip that ends on another picture than its end frame.</summary>
    WrongEndFrame,

    /// <summary>Refused like a forbidden prompt; costs nothing.</summary>
    ContentFilter,

    /// <summary>Refused as one request too many; costs nothing.</summary>
    RateLimited,

    /// <summary>Accepted, but not finished in time; costs nothing.</summary>
    Timeout,

    /// <summary>The provider is down; costs nothing.</summary>
    Unavailable,

    /// <summary>Accepted and charged, but what is delivered is no file.</summary>
    Corrupt,
}
