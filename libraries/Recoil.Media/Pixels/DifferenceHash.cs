using System.Numerics;

namespace Recoil.Media;

/// <summary>A 64-bit difference hash: for each of 8 rows, whether brightness falls from each of 9 columns to the next.</summary>
public readonly record struct DifferenceHash(ulong Bits)
{
    public static DifferenceHash Of(Luma luma)
    {
        var small = luma.Resize(9, 8);
        ulong bits = 0;
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                bits <<= 1;
                // Half a step of brightness is noise: a flat area must not hash to chance.
                if (small[x, y] > small[x + 1, y] + 0.5)
                    bits |= 1;
            }
        }

        return new DifferenceHash(bits);
    }

    /// <summary>How many bits differ, 0 (the same picture) to 64; unrelated pictures differ in about 30.</summary>
    public int DistanceTo(DifferenceHash other) => BitOperations.PopCount(Bits ^ other.Bits);
}
