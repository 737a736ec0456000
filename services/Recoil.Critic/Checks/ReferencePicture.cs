using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>A decoded reference, with what checks derive from it once for all takes.</summary>
internal sealed class ReferencePicture(Picture picture)
{
    private readonly Lazy<Luma> _luma = new(() => Luma.Of(picture));

    /// <summary>Its pixels; no side is longer than <see cref="ReferencePictures.Side"/>.</summary>
    public Picture Picture => picture;

    public Luma Luma => _luma.Value;
}
