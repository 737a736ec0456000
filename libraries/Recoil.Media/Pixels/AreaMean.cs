using System.Numerics;

namespace Recoil.Media;

/// <summary>Scales pixels; each new value is the mean of the area it covers, so that nothing aliases.</summary>
internal static class AreaMean
{
    /// <param name="pixels">Rows from the top, channels beside each other.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">Values a pixel.</param>
    /// <param name="newWidth">Width of the result.</param>
    /// <param name="newHeight">Height of the result.</param>
    public static float[] Of(ReadOnlySpan<byte> pixels, int width, int height, int channels, int newWidth, int newHeight)
    {
        var stride = width * channels;
        var (row, sum) = (new float[stride], new float[stride]);
        var result = new float[newWidth * newHeight * channels];
        for (var y = 0; y < newHeight; y++)
        {
            Array.Clear(sum);
            var (from, to) = ((double)y * height / newHeight, (double)(y + 1) * height / newHeight);
            for (var line = (int)from; line < height && line < to; line++)
            {
                ToSingle(pixels.Slice(line * stride, stride), row);
                Add(sum, row, (float)((Math.Min(line + 1, to) - Math.Max(line, from)) / (to - from)));
            }

            Across(sum, width, channels, result.AsSpan(y * newWidth * channels, newWidth * channels), newWidth);
        }

        return result;
    }

    /// <summary>The same for a plane of single values.</summary>
    public static float[] Of(ReadOnlySpan<float> values, int width, int height, int newWidth, int newHeight)
    {
        var sum = new float[width];
        var result = new float[newWidth * newHeight];
        for (var y = 0; y < newHeight; y++)
        {
            Array.Clear(sum);
            var (from, to) = ((double)y * height / newHeight, (double)(y + 1) * height / newHeight);
            for (var line = (int)from; line < height && line < to; line++)
                Add(sum, values.Slice(line * width, width), (float)((Math.Min(line + 1, to) - Math.Max(line, from)) / (to - from)));
            Across(sum, width, 1, result.AsSpan(y * newWidth, newWidth), newWidth);
        }

        return result;
    }

    private static void Across(ReadOnlySpan<float> row, int width, int channels, Span<float> result, int newWidth)
    {
        for (var x = 0; x < newWidth; x++)
        {
            var (from, to) = ((double)x * width / newWidth, (double)(x + 1) * width / newWidth);
            var part = result.Slice(x * channels, channels);
            for (var column = (int)from; column < width && column < to; column++)
            {
                var weight = (float)((Math.Min(column + 1, to) - Math.Max(column, from)) / (to - from));
                for (var c = 0; c < channels; c++)
                    part[c] += row[(column * channels) + c] * weight;
            }
        }
    }

    private static void Add(Span<float> sum, ReadOnlySpan<float> row, float weight)
    {
        var i = 0;
        var times = new Vector<float>(weight);
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sum[i..]) + (new Vector<float>(row[i..]) * times)).CopyTo(sum[i..]);
        for (; i < row.Length; i++)
            sum[i] += row[i] * weight;
    }

    private static void ToSingle(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        var i = 0;
        for (; i <= bytes.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(bytes[i..]), out var low, out var high);
            Copy(low, values[i..]);
            Copy(high, values[(i + Vector<ushort>.Count)..]);
        }

        for (; i < bytes.Length; i++)
            values[i] = bytes[i];

        static void Copy(Vector<ushort> shorts, Span<float> to)
        {
            Vector.Widen(shorts, out var first, out var second);
            Vector.ConvertToSingle(first).CopyTo(to);
            Vector.ConvertToSingle(second).CopyTo(to[Vector<uint>.Count..]);
        }
    }
}
