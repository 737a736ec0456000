using Recoil.Models;
using Recoil.Shots.Fallbacks;

namespace Recoil.Shots.Routing;

/// <summary>Whether the approved shot before may serve a model as a continuity anchor.</summary>
/// <param name="Enabled">The answer.</param>
/// <param name="Fallback">The sanctioned fallback that gave the answer, or null when the profile did.</param>
internal readonly record struct SiblingFlag(bool Enabled, string? Fallback)
{
    /// <summary>The profile's flag. The empty model is not looked up, and a profile without the flag means yes.</summary>
    public static SiblingFlag Of(string model, ModelProfile? profile)
    {
        if (model.Length == 0)
            return new SiblingFlag(true, null);

        return profile is null
            ? new SiblingFlag(true, SanctionedFallbacks.FeatureFlagDefault)
            : new SiblingFlag(profile.EnableSiblingRefs ?? true, null);
    }
}
