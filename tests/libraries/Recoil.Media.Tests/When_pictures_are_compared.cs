namespace Recoil.Media.Tests;

public sealed class When_pictures_are_compared
{
    [Fact]
    public void The_hash_of_a_picture_is_the_same_at_another_size_and_brightness()
    {
        var falling = Picture(72, 64, (x, _) => (byte)(200 - (x * 2)));
        var darker = Picture(144, 128, (x, _) => (byte)(180 - x));

        Hash(falling).Bits.ShouldBe(ulong.MaxValue);
        Hash(darker).DistanceTo(Hash(falling)).ShouldBe(0);
        Hash(falling.Mirror()).DistanceTo(Hash(falling)).ShouldBe(64);
    }

    [Fact]
    public void A_flat_picture_hashes_to_zero() => Hash(Picture(90, 80, (_, _) => 128)).Bits.ShouldBe(0UL);

    [Fact]
    public void Brightness_is_weighted_by_channel_and_measured_from_0_to_255()
    {
        var red = new Picture(1, 1, [255, 0, 0]);
        var white = new Picture(1, 1, [255, 255, 255]);
        var black = new Picture(1, 1);

        Luma.Of(red).Mean().ShouldBe(76.245, tolerance: 0.001);
        Luma.Of(white).DistanceTo(Luma.Of(black)).ShouldBe(255, tolerance: 0.001);
    }

    [Fact]
    public void Pictures_of_different_sizes_have_no_distance() =>
        Should.Throw<ArgumentException>(() => Luma.Of(new Picture(2, 2)).DistanceTo(Luma.Of(new Picture(3, 2))))
            .Message.ShouldContain("2x2");

    private static DifferenceHash Hash(Picture picture) => DifferenceHash.Of(Luma.Of(picture));

    private static Picture Picture(int width, int height, Func<int, int, byte> brightness)
    {
        var picture = new Picture(width, height);
        for (var i = 0; i < picture.Rgb.Length; i++)
            picture.Rgb[i] = brightness(i / 3 % width, i / 3 / width);
        return picture;
    }
}
