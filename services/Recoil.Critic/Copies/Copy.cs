using System.Globalization;

namespace Recoil.Critic.Copies;

/// <summary>How far one of two pictures is found in the other.</summary>
/// <param name="Share">Share of its blocks that show the same, 0 to 1.</param>
/// <param name="Likeness">How alike the two are as a whole, -1 to 1.</param>
/// <param name="Informative">Share of its blocks that show anything, 0 to 1.</param>
/// <param name="Place">Where it was found.</param>
/// <param name="Part">Share of the larger picture that shows the other, of what their shapes allow.</param>
/// <param name="Around">It is the reference that is found within the take.</param>
internal sealed record Copy(double Share, double Likeness, double Informative, Placement Place, double Part, bool Around)
{
    public static Copy None { get; } = new(0, 0, 0, new Placement(0.5, 0.5, 1, 1, 0, Mirrored: false), 0, Around: false);

    /// <summary>The better one; of two that are as good the one that shows more.</summary>
    public static Copy Better(Copy one, Copy other) => (one.Share, one.Part).CompareTo((other.Share, other.Part)) >= 0 ? one : other;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Share:P0} of {(Around ? "it is found in the take" : "the take is found in it")}{(Place.Mirrored ? ", mirrored" : "")}, as {Part:P0} of the picture; alike by {Likeness:0.00}");
}
