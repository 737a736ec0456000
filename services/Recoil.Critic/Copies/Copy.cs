using System.Globalization;

namespace Recoil.Critic.Copies;

/// <summary>How far one of two pictures is found in the other.</summary>
/// <param name="Share">Share of its blocks that show the same, 0 to 1.</param>
/// <param name="Likeness">How alike the two are as a whole, -1 to 1.</param>
/// <param name="Place">Where it was found.</param>
/// <param name="Around">It is the reference that is found within the take.</param>
internal sealed record Copy(double Share, double Likeness, Placement Place, bool Around)
{
    public static Copy None { get; } = new(0, 0, new Placement(0.5, 0.5, 1, 1, 0, Mirrored: false), Around: false);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Share:P0} of {(Around ? "it is found in the take" : "the take is found in it")}{(Place.Mirrored ? ", mirrored" : "")}, as {Place.Width * Place.Height:P0} of the picture; alike by {Likeness:0.00}");
}
