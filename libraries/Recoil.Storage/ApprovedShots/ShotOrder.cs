using System.Buffers.Binary;
using System.Text;

namespace Recoil.Storage.ApprovedShots;

/// <summary>
/// The order in which people read shot ids: SH2 comes before SH10. Numbers, of the digits 0 to 9 and of any length, compare by their value;
/// everything else by its code points, whatever the culture. Ids that differ in leading zeros only, such as SH1 and SH01, come in the order
/// of how many there are, so that no two ids are equal.
/// </summary>
public static class ShotOrder
{
    /// <summary>Less than 0 when the first comes before the second, 0 when they are the same, more than 0 otherwise.</summary>
    public static int Compare(string first, string second) => string.CompareOrdinal(KeyOf(first), KeyOf(second));

    /// <summary>A text of the characters 0 to 9 and a to f; the ordinal order of these is the order of the ids.</summary>
    /// <remarks>
    /// The bytes of the id, in which a number is a <c>0</c>, how many digits it has without leading zeros, and those. Then a byte that no name
    /// holds, and how many leading zeros each number has.
    /// </remarks>
    public static string KeyOf(string shotId)
    {
        var bytes = Encoding.UTF8.GetBytes(shotId);
        var (key, zeros) = (new List<byte>(bytes.Length * 2), new List<byte>());
        for (var i = 0; i < bytes.Length;)
        {
            if (!IsDigit(bytes[i]))
            {
                key.Add(bytes[i++]);
                continue;
            }

            var end = i;
            while (end < bytes.Length && IsDigit(bytes[end]))
                end++;
            var first = i;
            while (first < end - 1 && bytes[first] == '0')
                first++;
            key.Add((byte)'0');
            AddCount(key, end - first);
            key.AddRange(bytes.AsSpan(first..end));
            AddCount(zeros, first - i);
            i = end;
        }

        key.Add(0);
        key.AddRange(zeros);
        return Convert.ToHexStringLower([.. key]);
    }

    private static bool IsDigit(byte character) => character is >= (byte)'0' and <= (byte)'9';

    private static void AddCount(List<byte> key, int count)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, count);
        key.AddRange(bytes);
    }
}
