using Recoil.Providers;

namespace Recoil.Critic.Judging;

/// <summary>A reference that a judge sees beside the take.</summary>
/// <param name="Role">What it is for.</param>
/// <param name="Hash">The SHA-256 of its file.</param>
/// <param name="Picture">What the judge sees of it.</param>
internal sealed record ReferenceShown(ReferenceRole Role, string Hash, VisionPart.Picture Picture);

/// <summary>What a reference is for.</summary>
internal enum ReferenceRole
{
    Identity,
    Scene,
    EndFrame,
}
