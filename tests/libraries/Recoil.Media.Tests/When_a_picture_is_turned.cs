using Recoil.Media.Decoding;
using SkiaSharp;

namespace Recoil.Media.Tests;

public sealed class When_a_picture_is_turned
{
    // A red corner at the left of the top, a blue one at the right of the bottom; the rest is white.
    private static readonly byte[] s_jpeg = PictureEncoder.Jpeg(Corners(), 95);

    [Theory]
    [InlineData(1, 64, 32, 0, 0)]
    [InlineData(2, 64, 32, 1, 0)]
    [InlineData(3, 64, 32, 1, 1)]
    [InlineData(4, 64, 32, 0, 1)]
    [InlineData(5, 32, 64, 0, 0)]
    [InlineData(6, 32, 64, 1, 0)]
    [InlineData(7, 32, 64, 1, 1)]
    [InlineData(8, 32, 64, 0, 1)]
    public void It_is_shown_as_a_viewer_shows_it(byte orientation, int width, int height, int redRight, int redBelow)
    {
        byte[] exif = [0xFF, 0xE1, 0x00, 0x22, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];

        var still = StillDecoder.Decode([.. s_jpeg[..2], .. exif, .. s_jpeg[2..]], 100, MediaLimits.Default).ShouldNotBeNull();

        (still.Width, still.Height).ShouldBe((width, height));
        var (red, blue) = (At(redRight, redBelow), At(1 - redRight, 1 - redBelow));
        (red.R > 200 && red.B < 60).ShouldBeTrue($"{red}");
        (blue.B > 200 && blue.R < 60).ShouldBeTrue($"{blue}");

        (byte R, byte B) At(int right, int below)
        {
            var at = (((below * (height - 8)) + 4) * width) + (right * (width - 8)) + 4;
            return (still.Picture.Rgb[at * 3], still.Picture.Rgb[(at * 3) + 2]);
        }
    }

    [Fact]
    public void A_transparent_part_shows_what_is_behind_it_and_no_colour_of_its_own()
    {
        using var bitmap = new SKBitmap(2, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.SetPixel(0, 0, new SKColor(255, 0, 0, 0));
        bitmap.SetPixel(1, 0, new SKColor(255, 0, 0, 255));
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);

        StillDecoder.Decode(png.ToArray(), 10, MediaLimits.Default)!.Picture.Rgb.ShouldBe([128, 128, 128, 255, 0, 0]);
    }

    private static Picture Corners()
    {
        var picture = new Picture(64, 32);
        picture.Rgb.AsSpan().Fill(255);
        for (var y = 0; y < 12; y++)
        {
            for (var x = 0; x < 12; x++)
            {
                new byte[] { 255, 0, 0 }.CopyTo(picture.Rgb, ((y * 64) + x) * 3);
                new byte[] { 0, 0, 255 }.CopyTo(picture.Rgb, (((31 - y) * 64) + 63 - x) * 3);
            }
        }

        return picture;
    }
}
