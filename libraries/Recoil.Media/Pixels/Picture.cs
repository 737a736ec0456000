namespace Recoil.Media;

/// <summary>Pixels of a picture: rows from the top, three bytes (red, green, blue) a pixel, without padding.</summary>
public sealed class Picture
{
    public Picture(int width, int height) : this(width, height, new byte[checked(width * height * 3)])
    {
    }

    /// <exception cref="ArgumentException">The number of bytes does not fit the size.</exception>
    public Picture(int width, int height, byte[] rgb)
    {
        if (width <= 0 || height <= 0 || rgb.Length != checked(width * height * 3))
            throw new ArgumentException($"{width}x{height} needs {width * height * 3} bytes, not {rgb.Length}.", nameof(rgb));
        Width = width;
        Height = height;
        Rgb = rgb;
    }

    public int Width { get; }

    public int Height { get; }

#pragma warning disable CA1819 // The pixels themselves, for loops over millions of them.
    public byte[] Rgb { get; }
#pragma warning restore CA1819

    /// <summary>The part from (<paramref name="left"/>, <paramref name="top"/>).</summary>
    public Picture Crop(int left, int top, int width, int height)
    {
        var part = new Picture(width, height);
        for (var y = 0; y < height; y++)
            Array.Copy(Rgb, (((top + y) * Width) + left) * 3, part.Rgb, y * width * 3, width * 3);
        return part;
    }

    /// <summary>The part around the middle, this share of each side; 0 (exclusive) to 1.</summary>
    public Picture Middle(double share)
    {
        var width = Math.Max(1, (int)Math.Round(Width * share));
        var height = Math.Max(1, (int)Math.Round(Height * share));
        return Crop((Width - width) / 2, (Height - height) / 2, width, height);
    }

    /// <summary>Left and right exchanged.</summary>
    public Picture Mirror()
    {
        var mirrored = new Picture(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var from = ((y * Width) + x) * 3;
                var to = ((y * Width) + Width - 1 - x) * 3;
                mirrored.Rgb[to] = Rgb[from];
                mirrored.Rgb[to + 1] = Rgb[from + 1];
                mirrored.Rgb[to + 2] = Rgb[from + 2];
            }
        }

        return mirrored;
    }

    /// <summary>Rows and columns exchanged.</summary>
    public Picture Transpose()
    {
        var transposed = new Picture(Height, Width);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                Rgb.AsSpan(((y * Width) + x) * 3, 3).CopyTo(transposed.Rgb.AsSpan(((x * Height) + y) * 3));
        }

        return transposed;
    }

    /// <summary>The whole picture at another size; each pixel is the mean of the area it covers.</summary>
    public Picture Resize(int width, int height)
    {
        if (width == Width && height == Height)
            return this;
        var means = AreaMean.Of(Rgb, Width, Height, 3, width, height);
        var resized = new Picture(width, height);
        for (var i = 0; i < means.Length; i++)
            resized.Rgb[i] = (byte)Math.Clamp(MathF.Round(means[i]), 0, 255);
        return resized;
    }

    /// <summary>Made smaller in its own shape where a side is longer than this.</summary>
    public Picture Within(int longestSide)
    {
        var (width, height) = SizeWithin(Width, Height, longestSide);
        return Resize(width, height);
    }

    internal static (int Width, int Height) SizeWithin(int width, int height, int longestSide)
    {
        var scale = Math.Min(1.0, (double)longestSide / Math.Max(width, height));
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    /// <summary>The largest part around the middle that has this shape, at this size.</summary>
    public Picture Cover(int width, int height)
    {
        var scale = Math.Min((double)Width / width, (double)Height / height);
        var cutWidth = Math.Clamp((int)Math.Round(width * scale), 1, Width);
        var cutHeight = Math.Clamp((int)Math.Round(height * scale), 1, Height);
        return Crop((Width - cutWidth) / 2, (Height - cutHeight) / 2, cutWidth, cutHeight).Resize(width, height);
    }
}
