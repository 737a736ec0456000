using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Recoil.Storage.ApprovedShots;

namespace Recoil.Storage.Tests;

[Properties(Arbitrary = [typeof(ShotIds)], MaxTest = 1000)]
public sealed class When_shot_ids_are_ordered
{
    private const int MostBytes = 200;

    [Theory]
    [InlineData("SH2", "SH10")]
    [InlineData("SH9", "SH10A")]
    [InlineData("SH010", "SH20")]
    [InlineData("SH", "SH0")]
    [InlineData("SH0", "SH00")]
    [InlineData("SH1", "SH01")]
    [InlineData("SH01", "SH1A")]
    [InlineData("SH01x2", "SH1x3")]
    [InlineData("SH1x01", "SH01x1")]
    [InlineData("E1_SH99", "E2_SH1")]
    [InlineData("SH9-", "SH9A")]
    [InlineData("SH-1", "SH1")]
    [InlineData("SH1", "SHA")]
    [InlineData("SHA", "SHa")]
    [InlineData("SHz", "SHä")]
    [InlineData("SH\uffee", "SH\ud83c\udfac")]
    [InlineData("SH٣", "SH٢٢٢٢x", false)]
    [InlineData("SH18446744073709551615", "SH18446744073709551616")]
    public void One_comes_before_the_other(string first, string second, bool isBefore = true)
    {
        Math.Sign(ShotOrder.Compare(first, second)).ShouldBe(isBefore ? -1 : 1);
        Math.Sign(ShotOrder.Compare(second, first)).ShouldBe(isBefore ? 1 : -1);
    }

    [Property]
    internal void The_order_is_that_of_numbers_and_code_points(ShotId first, ShotId second) =>
        Math.Sign(ShotOrder.Compare(first.Text, second.Text)).ShouldBe(Expected(first.Text, second.Text), $"{first} {second}");

    [Property]
    internal void It_is_total(ShotId first, ShotId second)
    {
        Math.Sign(ShotOrder.Compare(first.Text, second.Text)).ShouldBe(-Math.Sign(ShotOrder.Compare(second.Text, first.Text)));
        (ShotOrder.Compare(first.Text, second.Text) == 0).ShouldBe(first.Text == second.Text);
    }

    [Property]
    internal void It_is_transitive(ShotId first, ShotId second, ShotId third)
    {
        string[] sorted = [.. new[] { first.Text, second.Text, third.Text }.Order(Comparer<string>.Create(ShotOrder.Compare))];
        ShotOrder.Compare(sorted[0], sorted[2]).ShouldBeLessThanOrEqualTo(0);
        if (ShotOrder.Compare(sorted[0], sorted[1]) < 0 || ShotOrder.Compare(sorted[1], sorted[2]) < 0)
            ShotOrder.Compare(sorted[0], sorted[2]).ShouldBeLessThan(0);
    }

    [Property]
    internal void The_bytes_of_the_keys_have_the_same_order(ShotId first, ShotId second)
    {
        var (left, right) = (ShotOrder.KeyOf(first.Text), ShotOrder.KeyOf(second.Text));
        left.ShouldAllBe(character => char.IsAsciiHexDigitLower(character));
        Math.Sign(Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right))).ShouldBe(Math.Sign(ShotOrder.Compare(first.Text, second.Text)));
    }

    /// <summary>The rule once more, from the parts of the ids: numbers, and the characters between them.</summary>
    private static int Expected(string first, string second)
    {
        var (left, right) = (Parts(first), Parts(second));
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            if (i == left.Count || i == right.Count)
                return left.Count.CompareTo(right.Count);
            var compared = (left[i].Number, right[i].Number) switch
            {
                ({ } one, { } other) => one.CompareTo(other),
                _ => left[i].CodePoint.CompareTo(right[i].CodePoint),
            };
            if (compared != 0)
                return Math.Sign(compared);
        }

        return left.Zip(right).Select(pair => pair.First.Zeros.CompareTo(pair.Second.Zeros)).FirstOrDefault(compared => compared != 0);
    }

    private static List<(BigInteger? Number, int CodePoint, int Zeros)> Parts(string id)
    {
        var parts = new List<(BigInteger?, int, int)>();
        for (var i = 0; i < id.Length;)
        {
            var digits = string.Concat(id[i..].TakeWhile(char.IsAsciiDigit));
            if (digits.Length > 0)
            {
                parts.Add((BigInteger.Parse(digits, CultureInfo.InvariantCulture), '0', digits.Length));
                i += digits.Length;
                continue;
            }

            var rune = Rune.GetRuneAt(id, i);
            parts.Add((null, rune.Value, 0));
            i += rune.Utf16SequenceLength;
        }

        return parts;
    }

    internal sealed record ShotId(string Text)
    {
        public override string ToString() => $"\"{Text}\"";
    }

    /// <summary>Ids that are alike, so that two of them often differ in one place only, and ids as long as names may be.</summary>
    internal static class ShotIds
    {
        private static readonly string[] s_parts =
            ["SH", "sh", "E01_", "-", "_", " ", "0", "00", "1", "2", "9", "10", "010", "99", "100", "é", "ß", "٣", "²", "\uffee", "🎬", "/", ":", new('9', 40), "1" + new string('0', 39)];

        public static Arbitrary<ShotId> Ids() => Gen.Elements(s_parts).ListOf()
            .Select(parts => new ShotId(Cut(string.Concat(parts)))).ToArbitrary();

        private static string Cut(string id)
        {
            while (Encoding.UTF8.GetByteCount(id) > MostBytes)
                id = char.IsLowSurrogate(id[^1]) ? id[..^2] : id[..^1];
            return id;
        }
    }
}
