using Recoil.Providers;

namespace Recoil.Critic.Judging;

/// <summary>A take as a judge sees it.</summary>
/// <param name="Hash">The SHA-256 of its file.</param>
/// <param name="Pictures">The picture, or frames of a clip from its first to its last.</param>
/// <param name="Clip">The clip as it is; null for a picture.</param>
internal sealed record TakeShown(string Hash, IReadOnlyList<VisionPart.Picture> Pictures, VisionPart.Clip? Clip);
