using System.Text;
using Recoil.Media.Decoding;

namespace Recoil.Media.Tests;

public sealed class When_a_picture_is_cut_or_read
{
    // Two rows of three pixels; the red channel numbers them.
    private static readonly Picture s_six = new(3, 2, [1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0, 5, 0, 0, 6, 0, 0]);

    [Fact]
    public void A_crop_has_the_pixels_of_its_place() => Reds(s_six.Crop(1, 0, 2, 2)).ShouldBe([2, 3, 5, 6]);

    [Fact]
    public void A_mirrored_picture_has_left_and_right_exchanged() => Reds(s_six.Mirror()).ShouldBe([3, 2, 1, 6, 5, 4]);

    [Fact]
    public void Resizing_takes_the_mean_of_the_covered_area() => Reds(s_six.Resize(3, 1)).ShouldBe([2, 4, 4]);

    [Fact]
    public void Covering_cuts_the_longer_side() => Reds(new Picture(4, 1, [9, 0, 0, 1, 0, 0, 3, 0, 0, 9, 0, 0]).Cover(2, 1)).ShouldBe([1, 3]);

    [Fact]
    public void A_wrong_number_of_bytes_is_an_error_that_names_the_size() =>
        Should.Throw<ArgumentException>(() => new Picture(2, 2, new byte[11])).Message.ShouldContain("2x2 needs 12 bytes, not 11");

    [Fact]
    public async Task Pixmaps_are_read_one_after_the_other_to_the_end()
    {
        byte[] one = [.. Encoding.ASCII.GetBytes("P6\n3 2\n255\n"), .. s_six.Rgb];
        using var stream = new MemoryStream([.. one, .. Encoding.ASCII.GetBytes("P6\n1 1\n255\n"), 7, 0, 0]);
        var reader = new PixmapReader(stream);

        var first = (await reader.ReadAsync(CancellationToken.None)).ShouldNotBeNull();
        var second = (await reader.ReadAsync(CancellationToken.None)).ShouldNotBeNull();

        (first.Width, first.Height).ShouldBe((3, 2));
        first.Rgb.ShouldBe(s_six.Rgb);
        Reds(second).ShouldBe([7]);
        (await reader.ReadAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("P5\n3 2\n255\n", 18)]
    [InlineData("P6\n3 2\n65535\n", 18)]
    [InlineData("P6\n3 2\n255\n", 17)]
    [InlineData("P6\n3 ", 0)]
    public async Task Anything_else_is_no_pixmap(string header, int bytes)
    {
        using var stream = new MemoryStream([.. Encoding.ASCII.GetBytes(header), .. new byte[bytes]]);

        await Should.ThrowAsync<InvalidDataException>(new PixmapReader(stream).ReadAsync(CancellationToken.None).AsTask());
    }

    private static int[] Reds(Picture picture) => [.. picture.Rgb.Where((_, i) => i % 3 == 0).Select(red => (int)red)];
}
