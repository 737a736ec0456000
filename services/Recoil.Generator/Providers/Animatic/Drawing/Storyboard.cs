using Recoil.Media;

namespace Recoil.Generator.Providers.Animatic.Drawing;

/// <summary>A drawn shot: a place in layers, people in front of it, and a camera that can move.</summary>
internal sealed class Storyboard
{
    private readonly int _width;
    private readonly int _height;
    private readonly Palette _palette;
    private readonly double _lightFrom;
    private readonly Layer _far;
    private readonly Layer _near;
    private readonly Figure[] _figures;
    private readonly IReadOnlyList<Picture> _people;
    private readonly double _push;
    private readonly double _pan;
    private readonly double _phase;

    /// <param name="prompt">The shot's text.</param>
    /// <param name="dice">What the text leaves open.</param>
    /// <param name="width">Width of the drawing in pixels.</param>
    /// <param name="height">Height of the drawing in pixels.</param>
    /// <param name="people">Pictures of people; the nth is the texture of the nth figure.</param>
    public Storyboard(string prompt, Dice dice, int width, int height, IReadOnlyList<Picture> people)
    {
        var reading = ShotReading.Of(prompt, dice);
        var scenery = new Scenery(reading, (double)width / height, dice);
        _width = width;
        _height = height;
        _people = people;
        _palette = reading.Palette;
        _lightFrom = scenery.LightFrom;
        _push = dice.Between(0.07, 0.13);
        _pan = dice.Between(0.035, 0.06) * (dice.Chance(0.5) ? 1 : -1);
        _phase = dice.Between(0, Math.Tau);
        _far = new Layer(width, height, scenery.Far);
        _near = new Layer(width, height, scenery.Near);
        // A person who must be recognised is in the frame, even where the text calls the place empty.
        var count = Math.Max(reading.Figures, Math.Min(people.Count, 3));
        _figures = [.. Cast(reading.Framing, count, scenery.Horizon, dice)];
    }

    /// <summary>The drawing at a moment of the shot, 0 (its start) to 1 (its end).</summary>
    public Picture Frame(double t)
    {
        var frame = new Picture(_width, _height);
        var rgb = frame.Rgb;
        var ease = t * t * (3 - (2 * t));
        double farZoom = 1 + (_push * 0.5 * ease), nearZoom = 1 + (_push * ease);
        double farPan = _pan * 0.5 * ease, nearPan = _pan * ease;
        for (int y = 0, i = 0; y < _height; y++)
        {
            var v = ((y + 0.5) / _height) - 0.5;
            for (var x = 0; x < _width; x++, i += 3)
            {
                var u = ((x + 0.5) / _width) - 0.5;
                var colour = _far.Over(default, 0.5 + (u / farZoom) + farPan, 0.5 + (v / farZoom));
                colour = _near.Over(colour, 0.5 + (u / nearZoom) + nearPan, 0.5 + (v / nearZoom));
                Put(rgb, i, colour);
            }
        }

        for (var n = 0; n < _figures.Length; n++)
            Draw(frame, _figures[n], n < _people.Count ? _people[n] : null, t, nearZoom * 1.02, nearPan * 1.15);
        Vignette(frame);
        return frame;
    }

    /// <summary>A dark figure passing close to the camera, out of the frame at the start and at the end.</summary>
    public static void PassBy(Picture frame, double t, double direction)
    {
        var passer = new Figure(0.5 + (direction * (t - 0.5) * 2.6), 1.12, 0.8, direction, 1, true, false, 0, 0);
        var dark = new Palette(default, default, default, Colour.Hex(0x08090c), Colour.Hex(0x20242b));
        Draw(frame, passer, null, dark, -direction, phase: t * 11, centre: passer.X, zoom: 1, pan: 0);
    }

    private static IEnumerable<Figure> Cast(Framing framing, int count, double horizon, Dice dice)
    {
        var (low, high) = framing switch
        {
            Framing.Wide => (0.2, 0.3),
            Framing.Full => (0.5, 0.66),
            Framing.Medium => (0.95, 1.2),
            _ => (1.7, 2.2),
        };
        var start = dice.Between(0.3, 0.7);
        for (var n = 0; n < count; n++)
        {
            var height = dice.Between(low, high) * (n > 0 ? dice.Between(0.82, 0.98) : 1);
            var head = framing switch
            {
                Framing.Close => dice.Between(0.06, 0.14),
                Framing.Medium => dice.Between(0.1, 0.2),
                Framing.Full => dice.Between(0.2, 0.28),
                _ => Math.Min(Math.Max(horizon - 0.08, 0.7 - height), 0.8 - height),
            };
            var x = count == 1 ? start : (n + 0.5 + dice.Between(-0.14, 0.14)) / count;
            var facing = count == 2 ? (n == 0 ? 1 : -1) : dice.Chance(0.5) ? 1 : -1;
            var walks = framing is Framing.Wide or Framing.Full;
            yield return new Figure(
                x, head + height, height, facing, walks ? dice.Between(0.5, 1) : 0.15, dice.Chance(0.45), dice.Chance(0.3), dice.Chance(0.3) && framing != Framing.Close ? dice.Between(0.3, 1) : 0,
                facing * (walks ? dice.Between(0.1, 0.2) : dice.Between(0.04, 0.08)));
        }
    }

    private void Draw(Picture frame, in Figure figure, Picture? person, double t, double zoom, double pan) =>
        Draw(frame, figure, person, _palette, _lightFrom, _phase + (t * 14), figure.X + (figure.Walk * t), zoom, pan);

    private static void Draw(
        Picture frame, in Figure figure, Picture? person, Palette palette, double lightFrom, double phase, double centre, double zoom, double pan)
    {
        int width = frame.Width, height = frame.Height;
        var unit = figure.Height * height * zoom;
        var feetX = ((centre - 0.5 - pan) * zoom * width) + (width / 2.0);
        var feetY = ((figure.Feet - 0.5) * zoom * height) + (height / 2.0);
        var pixel = 1 / unit;
        int left = Math.Max(0, (int)(feetX - (unit * 0.4))), right = Math.Min(width, (int)(feetX + (unit * 0.4)) + 1);
        int top = Math.Max(0, (int)(feetY - (unit * 1.06))), bottom = Math.Min(height, (int)(feetY + (unit * 0.05)) + 1);
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                double px = (x + 0.5 - feetX) * pixel, py = (feetY - y - 0.5) * pixel;
                var distance = figure.Distance(px, py, phase);
                var cover = Math.Clamp(0.5 - (distance / pixel), 0, 1);
                if (cover <= 0)
                    continue;

                var colour = palette.Figure.To(palette.SkyLow, 0.07 + (0.1 * Math.Max(0, py - 0.4)));
                // The reference is seen on head and chest and fades into the silhouette below.
                if (person is not null && py > 0.66)
                    colour = colour.To(Texture(person, px, py), 0.85 * Math.Clamp((py - 0.66) / 0.09, 0, 1));
                if (distance > -0.05)
                {
                    // The slope of the distance field says which way the edge faces: a rim of light where the key light falls.
                    var slope = (figure.Distance(px + 0.003, py, phase) - figure.Distance(px - 0.003, py, phase)) / 0.006;
                    colour = colour.To(palette.Key, 0.8 * Math.Exp(distance / 0.009) * Math.Clamp(slope * lightFrom, 0, 1));
                }

                var i = ((y * width) + x) * 3;
                Put(frame.Rgb, i, Get(frame.Rgb, i).To(colour, cover));
            }
        }
    }

    /// <summary>The reference lies over head and chest, as wide as the shoulders.</summary>
    private static Colour Texture(Picture person, double px, double py)
    {
        var scale = Math.Min(person.Width / 0.3, person.Height / 0.42);
        var x = Math.Clamp((int)((person.Width / 2.0) + (px * scale)), 0, person.Width - 1);
        var y = Math.Clamp((int)((1.0 - py) * scale), 0, person.Height - 1);
        return Get(person.Rgb, ((y * person.Width) + x) * 3);
    }

    private static void Vignette(Picture frame)
    {
        for (int y = 0, i = 0; y < frame.Height; y++)
        {
            var v = ((y + 0.5) / frame.Height) - 0.5;
            for (var x = 0; x < frame.Width; x++)
            {
                var u = ((x + 0.5) / frame.Width) - 0.5;
                var factor = 1.04 - (0.5 * ((u * u) + (v * v)));
                for (var c = 0; c < 3; c++, i++)
                    frame.Rgb[i] = (byte)Math.Clamp(frame.Rgb[i] * factor, 0, 255);
            }
        }
    }

    private static Colour Get(byte[] rgb, int i) => new(rgb[i] / 255f, rgb[i + 1] / 255f, rgb[i + 2] / 255f);

    private static void Put(byte[] rgb, int i, Colour colour)
    {
        rgb[i] = (byte)Math.Clamp((colour.R * 255) + 0.5f, 0, 255);
        rgb[i + 1] = (byte)Math.Clamp((colour.G * 255) + 0.5f, 0, 255);
        rgb[i + 2] = (byte)Math.Clamp((colour.B * 255) + 0.5f, 0, 255);
    }
}
