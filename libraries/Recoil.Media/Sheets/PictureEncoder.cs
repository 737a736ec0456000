using SkiaSharp;

namespace Recoil.Media;

/// <summary>Writes pictures as PNG and JPEG in this process. The same pixels give the same bytes.</summary>
public static class PictureEncoder
{
    public static byte[] Png(Picture picture) => Encoded(picture, SKEncodedImageFormat.Png, quality: 100);

    /// <param name="picture">The pixels.</param>
    /// <param name="quality">0 to 100.</param>
    public static byte[] Jpeg(Picture picture, int quality) => Encoded(picture, SKEncodedImageFormat.Jpeg, quality);

    private static byte[] Encoded(Picture picture, SKEncodedImageFormat format, int quality)
    {
        using var bitmap = Bitmap(picture);
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    internal static SKBitmap Bitmap(Picture picture)
    {
        var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        var pixels = bitmap.GetPixelSpan();
        for (int i = 0, p = 0; i < picture.Rgb.Length; i += 3, p += 4)
        {
            picture.Rgb.AsSpan(i, 3).CopyTo(pixels[p..]);
            pixels[p + 3] = byte.MaxValue;
        }

        return bitmap;
    }
}
