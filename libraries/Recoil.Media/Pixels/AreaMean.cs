namespace Recoil.Media;

/// <summary>Scales a plane of values; each new value is the mean of the area it covers, so that nothing aliases.</summary>
internal static class AreaMean
{
    public static double[] Of(int width, int height, int newWidth, int newHeight, Func<int, int, double> value)
    {
        var rows = new double[newWidth * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < newWidth; x++)
                rows[(y * newWidth) + x] = Mean(x, newWidth, width, sx => value(sx, y));
        }

        var result = new double[newWidth * newHeight];
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
                result[(y * newWidth) + x] = Mean(y, newHeight, height, sy => rows[(sy * newWidth) + x]);
        }

        return result;
    }

    private static double Mean(int index, int newSize, int size, Func<int, double> value)
    {
        var from = (double)index * size / newSize;
        var to = (double)(index + 1) * size / newSize;
        double sum = 0, weight = 0;
        for (var i = (int)from; i < size && i < to; i++)
        {
            var part = Math.Min(i + 1, to) - Math.Max(i, from);
            sum += value(i) * part;
            weight += part;
        }

        return sum / weight;
    }
}
