using System.Runtime.InteropServices;

namespace Recoil.Generator.Providers.Animatic.Drawing;

/// <summary>A person as a silhouette: a distance field in units of the person's height, feet at the origin, y up.</summary>
/// <param name="X">Where the person stands, 0 (left edge) to 1.</param>
/// <param name="Feet">Where the feet are, 0 (top edge) to 1; beyond 1 when the frame cuts the person.</param>
/// <param name="Height">The person's height in heights of the picture.</param>
/// <param name="Facing">−1 to the left, 1 to the right.</param>
/// <param name="Stride">How wide the steps are, 0 (standing) to 1.</param>
/// <param name="Coat">Wears a long coat and long hair.</param>
/// <param name="Hat">Wears a hat.</param>
/// <param name="Arms">How far the arms are raised, 0 to 1.</param>
/// <param name="Walk">How far the person walks during a clip, in widths of the picture.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Figure(
    double X, double Feet, double Height, double Facing, double Stride, bool Coat, bool Hat, double Arms, double Walk)
{
    /// <summary>Signed distance to the silhouette's edge, negative inside.</summary>
    public double Distance(double x, double y, double phase)
    {
        x *= Facing;
        var swing = Stride * 0.13 * Math.Sin(phase);
        var head = Soft(Ellipse(x, y - 0.93, 0.056, 0.06), Ellipse(x - 0.013, y - 0.886, 0.039, 0.052), 0.02);
        head = Soft(head, Capsule(x, y, 0.044, 0.912, 0.057, 0.889, 0.005), 0.016);
        if (Coat)
            head = Soft(head, Capsule(x, y, -0.028, 0.935, -0.048, 0.845, 0.034), 0.02);
        if (Hat)
            head = Math.Min(head, Math.Min(Capsule(x, y, -0.085, 0.957, 0.095, 0.951, 0.006), Soft(Capsule(x, y, -0.036, 0.965, 0.034, 0.965, 0.024), Capsule(x, y, -0.022, 0.992, 0.026, 0.988, 0.018), 0.02)));
        var body = Capsule(x, y, 0, 0.86, 0, 0.8, 0.034);
        body = Soft(body, Capsule(x, y, -0.085, 0.775, 0.085, 0.775, 0.042), 0.05);
        body = Soft(body, Capsule(x, y, 0, 0.74, 0, 0.5, 0.094), 0.05);
        body = Soft(body, Capsule(x, y, -0.03, 0.49, 0.03, 0.49, 0.066), 0.05);
        if (Coat)
            body = Soft(body, Coatskirt(x, y), 0.03);

        var farHand = 0.42 + (0.4 * Arms);
        body = Math.Min(body, Soft(Capsule(x, y, 0.1, 0.77, 0.125 - (swing * 0.5), 0.6 + (0.15 * Arms), 0.032), Capsule(x, y, 0.125 - (swing * 0.5), 0.6 + (0.15 * Arms), 0.14 + (0.1 * Arms) - swing, farHand, 0.026), 0.02));
        body = Math.Min(body, Soft(Capsule(x, y, -0.1, 0.77, -0.125 + (swing * 0.5), 0.6, 0.032), Capsule(x, y, -0.125 + (swing * 0.5), 0.6, -0.12 + swing, 0.43, 0.026), 0.02));
        body = Math.Min(body, Leg(x, y, 0.042, swing));
        body = Math.Min(body, Leg(x, y, -0.042, -swing));
        return Soft(head, body, 0.018);
    }

    private static double Leg(double x, double y, double hip, double swing)
    {
        var knee = hip + (swing * 0.7) + 0.012;
        var foot = hip + (swing * 1.25);
        var leg = Soft(Capsule(x, y, hip, 0.5, knee, 0.27, 0.05), Capsule(x, y, knee, 0.27, foot, 0.035, 0.033), 0.02);
        return Soft(leg, Capsule(x, y, foot, 0.022, foot + 0.06, 0.016, 0.018), 0.015);
    }

    private static double Coatskirt(double x, double y)
    {
        var half = 0.1 + ((0.7 - y) * 0.16);
        return Math.Max(Math.Abs(x) - half, Math.Max(y - 0.7, 0.22 - y)) * 0.95;
    }

    private static double Ellipse(double x, double y, double rx, double ry)
    {
        var k = Math.Sqrt((x * x / (rx * rx)) + (y * y / (ry * ry)));
        return (k - 1) * Math.Min(rx, ry);
    }

    private static double Capsule(double x, double y, double x1, double y1, double x2, double y2, double radius)
    {
        double dx = x2 - x1, dy = y2 - y1;
        var t = Math.Clamp((((x - x1) * dx) + ((y - y1) * dy)) / ((dx * dx) + (dy * dy) + 1e-9), 0, 1);
        double px = x - x1 - (dx * t), py = y - y1 - (dy * t);
        return Math.Sqrt((px * px) + (py * py)) - radius;
    }

    private static double Soft(double a, double b, double k)
    {
        var h = Math.Clamp(0.5 + (0.5 * (b - a) / k), 0, 1);
        return b + ((a - b) * h) - (k * h * (1 - h));
    }
}
