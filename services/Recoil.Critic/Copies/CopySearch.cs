using Recoil.Media;

namespace Recoil.Critic.Copies;

/// <summary>
/// Looks for a picture in another one: as a part of it at any place, mirrored, squeezed, a little turned, in other colours and contrasts. A
/// small picture is moved over the other one at several sizes; the best places are made more exact, and there the two are compared
/// block by block.
/// </summary>
internal static class CopySearch
{
    /// <summary>Side of the pictures that are compared at last.</summary>
    private const int Side = 96;
    private const int SearchSide = 28, MiddleSide = 128;
    private const int RefineSide = 48, Rounds = 6;
    private const int Block = 12, Tried = 2;

    /// <summary>Standard deviation from which a block shows something.</summary>
    private const double Shows = 2;

    /// <summary>Less alike than this in the first search is no copy.</summary>
    private const double Promising = 0.55;

    // A part of less than this share of the sides is a detail, and no copy.
    private static readonly double[] s_shares = [1, 0.93, 0.86, 0.8, 0.74, 0.68, 0.62];

    /// <summary>How much of the smaller picture is found in the larger one, and where, whichever is part of the other.</summary>
    public static Copy Between(Luma take, Luma reference)
    {
        return Copy.Better(Best(take, reference), Best(reference, take) with { Around = true });
    }

    /// <summary>Where a picture is found in another one that should show the same, if it is moved or stretched only a little.</summary>
    public static Placement Aligned(Luma picture, Luma wanted) =>
        Refined(Within(picture, RefineSide), Within(wanted, RefineSide), new Placement(0.5, 0.5, 1, 1, 0, Mirrored: false));

    private static Copy Best(Luma part, Luma whole)
    {
        var tried = Candidates(part, whole).Where(found => found.Likeness > Promising).OrderByDescending(found => found.Likeness).Take(Tried).ToArray();
        if (tried.Length == 0)
            return Copy.None;

        var (small, field) = (Within(part, RefineSide), Within(whole, RefineSide * 3 / 2));
        var (fine, fineField) = (Within(part, Side), Within(whole, Side * 3 / 2));
        return tried.Select(candidate => Compared(fine, fineField, Refined(small, field, candidate.Place))).Aggregate(Copy.Better);
    }

    private static IEnumerable<(double Likeness, Placement Place)> Candidates(Luma part, Luma whole)
    {
        var small = Within(part, SearchSide);
        var (width, height) = (small.Width, small.Height);
        // Made small in two steps: the first one serves all sizes.
        var middle = Within(whole, MiddleSide);
        var (plainly, mirrored) = (new Template(small), new Template(small.Mirror()));
        var shape = ShapeIn(part, whole);
        // In the whole's own units: as large as its shape allows, or squeezed to fill it.
        var fitting = shape > 1 ? (Width: 1.0, Height: 1 / shape) : (Width: shape, Height: 1.0);
        (double Width, double Height)[] shapes = Math.Abs(Math.Log(shape)) < 0.05 ? [(1, 1)] : [fitting, (1, 1)];
        foreach (var (shareX, shareY) in shapes)
        {
            foreach (var share in s_shares)
            {
                var fieldWidth = Math.Max(width, (int)Math.Round(width / (share * shareX)));
                var fieldHeight = Math.Max(height, (int)Math.Round(height / (share * shareY)));
                var field = new TemplateField(middle.Resize(fieldWidth, fieldHeight));
                var plain = plainly.BestIn(field);
                var turned = mirrored.BestIn(field);
                yield return (plain.Likeness, Place(plain, mirror: false));
                yield return (turned.Likeness, Place(turned, mirror: true));

                Placement Place((double Likeness, int Left, int Top) found, bool mirror) => new(
                    (found.Left + (width / 2.0)) / fieldWidth, (found.Top + (height / 2.0)) / fieldHeight, (double)width / fieldWidth, (double)height / fieldHeight, 0, mirror);
            }
        }
    }

    /// <summary>The place moved, stretched and turned in ever smaller steps while that makes the two more alike.</summary>
    private static Placement Refined(Luma part, Luma whole, Placement place)
    {
        var likeness = Likeness(place);
        foreach (var step in (double[])[0.02, 0.01, 0.005])
        {
            // What is not alike by now is no copy, however exactly it is placed.
            if (step < 0.02 && likeness < Promising)
                break;
            var better = true;
            for (var round = 0; better && round < Rounds; round++)
            {
                better = false;
                foreach (var other in Neighbours(place, step))
                {
                    if (Likeness(other) is var found && found > likeness + 0.0005)
                        (likeness, place, better) = (found, other, true);
                }
            }
        }

        return place;

        double Likeness(Placement there) => Correlation.Between(part, there.Cut(whole, part.Width, part.Height));
    }

    private static IEnumerable<Placement> Neighbours(Placement place, double step) =>
    [
        place with { X = place.X - step }, place with { X = place.X + step },
        place with { Y = place.Y - step }, place with { Y = place.Y + step },
        place with { Width = place.Width * (1 - step), Height = place.Height * (1 - step) },
        place with { Width = place.Width * (1 + step), Height = place.Height * (1 + step) },
        place with { Width = place.Width * (1 + step) }, place with { Width = place.Width * (1 - step) },
        place with { Degrees = place.Degrees - (step * 60) }, place with { Degrees = place.Degrees + (step * 60) },
    ];

    private static Copy Compared(Luma part, Luma whole, Placement place)
    {
        var there = place.Cut(whole, part.Width, part.Height);
        var likenesses = new List<double>();
        var blocks = 0;
        for (var top = 0; top + Block <= part.Height; top += Block / 2)
        {
            for (var left = 0; left + Block <= part.Width; left += Block / 2)
            {
                var (one, other) = (WithoutSlope(part, left, top), WithoutSlope(there, left, top));
                blocks++;
                // Blocks that show nothing in both tell nothing, nor do skies that only get brighter upwards.
                if (Math.Max(one.StandardDeviation(), other.StandardDeviation()) > Shows)
                    likenesses.Add(Correlation.Between(one, other));
            }
        }

        var share = likenesses.Count == 0 ? 0 : (double)likenesses.Count(likeness => likeness > 0.6) / likenesses.Count;
        return new Copy(share, Correlation.Between(part, there), blocks == 0 ? 0 : (double)likenesses.Count / blocks, place, Math.Min(1, place.Width * place.Height / PartOf(part, whole)), Around: false);
    }

    /// <summary>A block without its mean and its even gradient.</summary>
    private static Luma WithoutSlope(Luma picture, int left, int top)
    {
        const double middle = (Block - 1) / 2.0, squares = Block * Block * ((Block * Block) - 1) / 12.0;
        double sum = 0, across = 0, down = 0;
        for (var y = 0; y < Block; y++)
        {
            for (var x = 0; x < Block; x++)
            {
                var value = picture[left + x, top + y];
                sum += value;
                across += (x - middle) * value;
                down += (y - middle) * value;
            }
        }

        var rest = new float[Block * Block];
        for (var y = 0; y < Block; y++)
        {
            for (var x = 0; x < Block; x++)
                rest[(y * Block) + x] = (float)(picture[left + x, top + y] - (sum / (Block * Block)) - (across / squares * (x - middle)) - (down / squares * (y - middle)));
        }

        return new Luma(Block, Block, rest);
    }

    /// <summary>How much wider a picture is than another, in shape.</summary>
    private static double ShapeIn(Luma part, Luma whole) => (double)part.Width / part.Height * whole.Height / whole.Width;

    /// <summary>The largest part of a picture that has another one's shape.</summary>
    private static double PartOf(Luma part, Luma whole) => Math.Min(ShapeIn(part, whole), 1 / ShapeIn(part, whole));

    private static Luma Within(Luma luma, int side)
    {
        var scale = Math.Min(1.0, (double)side / Math.Max(luma.Width, luma.Height));
        return luma.Resize(Math.Max(Block, (int)Math.Round(luma.Width * scale)), Math.Max(Block, (int)Math.Round(luma.Height * scale)));
    }
}
