using Recoil.Media;

namespace Recoil.Critic.Copies;

/// <summary>Where in a picture another one may be found. Shares are of the picture's sides.</summary>
/// <param name="X">Middle, across.</param>
/// <param name="Y">Middle, down.</param>
/// <param name="Width">Share of the width that it covers.</param>
/// <param name="Height">Share of the height that it covers.</param>
/// <param name="Degrees">How far it is turned.</param>
/// <param name="Mirrored">Whether left and right are exchanged.</param>
internal sealed record Placement(double X, double Y, double Width, double Height, double Degrees, bool Mirrored)
{
    /// <summary>What a picture shows there, at this size; beyond its edges, its edge.</summary>
    public Luma Cut(Luma picture, int width, int height)
    {
        var (sin, cos) = Math.SinCos(Degrees * Math.PI / 180);
        double spanX = Width * picture.Width, spanY = Height * picture.Height, middleX = X * picture.Width, middleY = Y * picture.Height;
        var values = picture.Values;
        var cut = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            var v = (((y + 0.5) / height) - 0.5) * spanY;
            for (var x = 0; x < width; x++)
            {
                var u = ((((Mirrored ? width - 1 - x : x) + 0.5) / width) - 0.5) * spanX;
                var fromX = Math.Clamp(middleX + (u * cos) - (v * sin) - 0.5, 0, picture.Width - 1.001);
                var fromY = Math.Clamp(middleY + (u * sin) + (v * cos) - 0.5, 0, picture.Height - 1.001);
                int left = (int)fromX, top = (int)fromY;
                float partX = (float)(fromX - left), partY = (float)(fromY - top);
                var at = (top * picture.Width) + left;
                var upper = values[at] + ((values[at + 1] - values[at]) * partX);
                var lower = values[at + picture.Width] + ((values[at + picture.Width + 1] - values[at + picture.Width]) * partX);
                cut[(y * width) + x] = upper + ((lower - upper) * partY);
            }
        }

        return new Luma(width, height, cut);
    }
}
