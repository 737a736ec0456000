using Recoil.Media;

namespace Recoil.Critic.Motion;

/// <summary>A small move of the whole picture between two moments: to the side, up, in, and around.</summary>
/// <param name="Pixels">How far it moves the picture's points, root mean square.</param>
/// <param name="Error">How far noise alone would seem to move them.</param>
/// <param name="Rest">What it does not explain of the difference in brightness, a value a pixel.</param>
internal sealed record CameraMove(double Pixels, double Error, float[] Rest)
{
    private const int Unknowns = 4;

    public static CameraMove Between(Luma one, Luma later)
    {
        var (width, height) = (one.Width, one.Height);
        var a = one.Values;
        var b = later.Values;
        var normal = new double[Unknowns, Unknowns];
        var right = new double[Unknowns];
        var slopes = new double[Unknowns];
        double midX = (width - 1) / 2.0, midY = (height - 1) / 2.0;
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                Slopes(a, b, (y * width) + x, width, x - midX, y - midY, slopes);
                var difference = b[(y * width) + x] - a[(y * width) + x];
                for (var i = 0; i < Unknowns; i++)
                {
                    right[i] -= slopes[i] * difference;
                    for (var j = i; j < Unknowns; j++)
                        normal[i, j] += slopes[i] * slopes[j];
                }
            }
        }

        var move = Solved(normal, right);
        var rest = new float[a.Length];
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                Slopes(a, b, (y * width) + x, width, x - midX, y - midY, slopes);
                var explained = 0.0;
                for (var i = 0; i < Unknowns; i++)
                    explained -= slopes[i] * move[i];
                rest[(y * width) + x] = (float)(b[(y * width) + x] - a[(y * width) + x] - explained);
            }
        }

        // Mean squares of x and y over the picture.
        double squares = ((width * (double)width) + (height * (double)height)) / 12;
        double noise = 0;
        foreach (var value in rest)
            noise += value * value;
        noise /= rest.Length;
        double[] lengths = [1, 1, squares, squares];
        double moved = 0, error = 0;
        for (var i = 0; i < Unknowns; i++)
        {
            moved += move[i] * move[i] * lengths[i];
            error += noise / (normal[i, i] + 1) * lengths[i];
        }

        return new CameraMove(Math.Sqrt(moved), Math.Sqrt(error), rest);
    }

    /// <summary>How brightness changes at a point with each of the four moves.</summary>
    private static void Slopes(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int at, int width, double x, double y, Span<double> slopes)
    {
        var across = (a[at + 1] - a[at - 1] + b[at + 1] - b[at - 1]) / 4;
        var down = (a[at + width] - a[at - width] + b[at + width] - b[at - width]) / 4;
        slopes[0] = across;
        slopes[1] = down;
        slopes[2] = (across * x) + (down * y);
        slopes[3] = (down * x) - (across * y);
    }

    /// <summary>By Cholesky, with a little added to the diagonal: a picture without edges in a direction shows no move in it.</summary>
    private static double[] Solved(double[,] normal, double[] right)
    {
        var lower = new double[Unknowns, Unknowns];
        for (var i = 0; i < Unknowns; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = i == j ? (normal[j, i] * 1.001) + 1 : normal[j, i];
                for (var k = 0; k < j; k++)
                    sum -= lower[i, k] * lower[j, k];
                lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-9)) : sum / lower[j, j];
            }
        }

        var solution = new double[Unknowns];
        for (var i = 0; i < Unknowns; i++)
        {
            var sum = right[i];
            for (var k = 0; k < i; k++)
                sum -= lower[i, k] * solution[k];
            solution[i] = sum / lower[i, i];
        }

        for (var i = Unknowns - 1; i >= 0; i--)
        {
            var sum = solution[i];
            for (var k = i + 1; k < Unknowns; k++)
                sum -= lower[k, i] * solution[k];
            solution[i] = sum / lower[i, i];
        }

        return solution;
    }
}
