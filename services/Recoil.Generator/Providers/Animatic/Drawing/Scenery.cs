namespace Recoil.Generator.Providers.Animatic.Drawing;

/// <summary>The place of a shot: what is far away and what is near, as colours of points of the frame.</summary>
internal sealed class Scenery
{
    private const int Columns = 1400;
    private readonly Palette _p;
    private readonly Setting _setting;
    private readonly double _aspect;
    private readonly double _horizon;
    private readonly double _keyX;
    private readonly double _keyY;
    private readonly double _keySize;
    private readonly ulong _salt;
    private readonly (double Left, double Width, double Height)[] _blocks;
    private readonly (double X, double Width, double Lean)[] _trunks;
    private readonly double[][] _ridges;
    private readonly double _windowX;
    private readonly double _vanishing;

    public Scenery(ShotReading reading, double aspect, Dice dice)
    {
        _p = reading.Palette;
        _setting = reading.Setting;
        _aspect = aspect;
        _horizon = dice.Between(0.5, 0.72);
        _keyX = dice.Chance(0.5) ? dice.Between(0.1, 0.36) : dice.Between(0.64, 0.9);
        _keyY = dice.Between(0.12, 0.38);
        _keySize = dice.Between(0.035, 0.075);
        _windowX = _keyX < 0.5 ? dice.Between(0.04, 0.2) : dice.Between(0.5, 0.66);
        _vanishing = dice.Between(0.35, 0.65);
        _salt = (ulong)dice.Below(int.MaxValue);

        _ridges = [.. Enumerable.Range(0, 3).Select(Ridge)];

        var blocks = new List<(double, double, double)>();
        for (var x = -0.15; x < 1.15;)
        {
            var width = dice.Between(0.07, 0.2) / Math.Max(0.8, aspect);
            blocks.Add((x, width, dice.Between(0.08, 0.46)));
            x += width * dice.Between(0.85, 1.25);
        }

        _blocks = [.. blocks];
        _trunks = [.. Enumerable.Range(0, 9).Select(_ => (dice.Between(-0.1, 1.1), dice.Between(0.008, 0.035) / Math.Max(0.7, aspect), dice.Between(-0.05, 0.05)))];
    }

    /// <summary>From where the key light falls, −1 (left) or 1 (right).</summary>
    public double LightFrom => _keyX < 0.5 ? -1 : 1;

    /// <summary>Where the ground meets what is behind it.</summary>
    public double Horizon => _horizon;

    public (Colour Colour, double Alpha) Far(double u, double v)
    {
        var colour = _setting == Setting.Interior ? Wall(u, v) : Sky(u, v);
        var grain = (Dice.Noise((int)(u * 2400), (int)(v * 2400), _salt) - 0.5) * 0.035;
        return (colour.Lit(1 + grain), 1);
    }

    public (Colour Colour, double Alpha) Near(double u, double v)
    {
        var ground = Step(v - _horizon - (_setting is Setting.Hills ? (_ridges[2][ColumnOf(u)] - _horizon + 0.06) * 0.5 : 0), 0.002);
        if (ground <= 0 && _setting is not (Setting.City or Setting.Forest))
            return default;

        var depth = Math.Clamp((v - _horizon) / (1.05 - _horizon), 0, 1);
        var colour = ground <= 0 ? default : _p.SkyLow.To(_p.Ground, 0.35 + (0.65 * depth)).Lit(0.72 + (0.12 * Fbm(u * 5 * (1.2 - depth), v * 26)) + (0.1 * (1 - depth)));
        return _setting switch
        {
            Setting.City => City(u, v, ground, colour),
            Setting.Forest => Forest(u, v, ground, colour),
            Setting.Sea => (Water(u, v, depth), ground),
            Setting.Road => (Road(u, v, depth, colour), ground),
            Setting.Interior => (Floor(u, v, depth), ground),
            _ => (colour, ground),
        };
    }

    private Colour Sky(double u, double v)
    {
        var height = Math.Clamp(v / _horizon, 0, 1);
        var colour = _p.SkyTop.To(_p.SkyLow, Math.Pow(height, 1.4));
        if (v > _horizon + 0.02)
            return colour;
        var cloud = Math.Clamp((Fbm(u * 2.4, v * 7) - 0.46) * 2.6, 0, 1) * (1 - (0.7 * height));
        colour = colour.To(_p.SkyLow.To(_p.Key, 0.35), cloud * 0.45);
        var away = Distance(u, v, _keyX, _keyY);
        colour = colour.To(_p.Key, (0.55 * Math.Exp(-away * away / 0.022)) + (0.2 * Math.Exp(-away * away / 0.2)));
        colour = colour.To(_p.Key.To(Colour.Hex(0xffffff), 0.45), Step(_keySize - away, 0.004));

        // Three ridges, each nearer and darker.
        for (var i = 0; i < 3; i++)
        {
            colour = colour.To(_p.SkyLow.To(_p.Ground, 0.22 + (0.2 * i)), Step(v - _ridges[i][ColumnOf(u)], 0.003));
        }

        return colour;
    }

    private double[] Ridge(int n)
    {
        var rise = _setting is Setting.Hills or Setting.Road ? 0.2 - (0.055 * n) : 0.07 - (0.018 * n);
        return [.. Enumerable.Range(0, Columns).Select(c => _horizon - (rise * Fbm((((c * 1.4 / Columns) - 0.2) * (1.6 + n)) + (n * 5.3), n + 0.5) * 1.25))];
    }

    private static int ColumnOf(double u) => Math.Clamp((int)((u + 0.2) / 1.4 * Columns), 0, Columns - 1);

    private Colour Wall(double u, double v)
    {
        var away = Distance(u, v, _windowX + 0.15, 0.3);
        var wall = _p.SkyTop.To(_p.SkyLow, 0.22 + (0.25 * (1 - v))).Lit(0.78 + (0.06 * Fbm(u * 3, v * 3)));
        wall = wall.To(_p.Key, 0.4 * Math.Exp(-away * away / 0.09));
        double x = (u - _windowX) / 0.3, y = (v - 0.1) / 0.36;
        var frame = Step(0.5 - Math.Abs(x - 0.5), 0.01) * Step(0.5 - Math.Abs(y - 0.5), 0.01);
        var pane = Math.Min(Step(Math.Abs(x - 0.5) - 0.02, 0.008), Step(Math.Abs(y - 0.42) - 0.015, 0.008))
            * Step(0.465 - Math.Abs(x - 0.5), 0.01) * Step(0.475 - Math.Abs(y - 0.5), 0.01);
        wall = wall.To(_p.Figure.To(_p.Ground, 0.4), frame);
        wall = wall.To(_p.SkyLow.To(_p.Key, 0.55 + (0.45 * (1 - y))), pane);

        // A picture rail and a door opposite the window give the room its depth.
        wall = wall.Lit(1 - (0.16 * Step(0.004 - Math.Abs(v - (_horizon - 0.035)), 0.002)));
        var doorX = _windowX < 0.4 ? 0.78 : 0.12;
        return wall.To(_p.Figure.To(_p.SkyTop, 0.35), 0.75 * Step(0.08 - Math.Abs(u - doorX), 0.002) * Step(v - (_horizon - 0.36), 0.002));
    }

    private (Colour Colour, double Alpha) City(double u, double v, double ground, Colour colour)
    {
        var alpha = ground;
        var paint = colour;
        foreach (var (left, width, height) in _blocks)
        {
            var top = _horizon - height;
            var inside = Step(Math.Min(u - left, left + width - u), 0.0015) * Step(v - top, 0.0015) * (1 - ground);
            if (inside <= 0)
                continue;

            var body = _p.SkyLow.To(_p.Figure, 0.5 + (0.42 * (1 - (height / 0.5)))).Lit(1 - (0.25 * (u - left) / width * LightFrom));
            double column = Math.Floor((u - left) / 0.022), row = Math.Floor((v - top) / 0.024);
            double inColumn = ((u - left) / 0.022) - column, inRow = ((v - top) / 0.024) - row;
            var lit = Dice.Noise((int)column + (int)(left * 977), (int)row, _salt) > 0.72
                && inColumn is > 0.28 and < 0.72 && inRow is > 0.3 and < 0.72 && v < _horizon - 0.015;
            paint = lit ? body.To(_p.Key, 0.75) : body;
            alpha = Math.Max(alpha, inside);
        }

        return (paint, alpha);
    }

    private (Colour Colour, double Alpha) Forest(double u, double v, double ground, Colour colour)
    {
        var alpha = ground;
        var canopy = 0.05 + (0.2 * Fbm(u * 3.5, 2.5));
        var paint = colour;
        var leaves = v > canopy + 0.07 ? 0 : Step(canopy - v + ((Fbm(u * 16, v * 16) - 0.5) * 0.1), 0.012);
        foreach (var (x, width, lean) in _trunks)
        {
            var middle = x + (lean * (v - _horizon));
            var half = width * (1 + (0.6 * Math.Max(0, v - _horizon + 0.12)));
            var trunk = Step(half - Math.Abs(u - middle), 0.002) * Step(_horizon + 0.03 + (width * 1.5) - v, 0.025);
            if (trunk <= 0)
                continue;
            var side = Math.Clamp(0.5 + ((u - middle) / half * 0.5 * LightFrom), 0, 1);
            paint = paint.To(_p.Figure.To(_p.SkyLow, 0.12 + (0.5 * Math.Max(0, 0.03 - width) / 0.03)).Plus(_p.Key, 0.16 * side * side), trunk);
            alpha = Math.Max(alpha, trunk);
        }

        return leaves > 0 ? (paint.To(_p.Figure.To(_p.Ground, 0.6), leaves), Math.Max(alpha, leaves)) : (paint, alpha);
    }

    private Colour Water(double u, double v, double depth)
    {
        var swell = Fbm(u * 3, (v * 46) + (u * 2));
        var colour = _p.SkyLow.To(_p.SkyTop, 0.25 + (0.6 * depth)).Lit(0.7 + (0.3 * swell));
        var glitter = Math.Exp(-Math.Pow((u - _keyX) / (0.05 + (0.16 * depth)), 2)) * Step(swell - 0.5, 0.08);
        return colour.Plus(_p.Key, 0.55 * glitter * (1 - (0.5 * depth)));
    }

    private Colour Road(double u, double v, double depth, Colour colour)
    {
        var half = 0.012 + (0.5 * depth);
        var middle = _vanishing + ((0.5 - _vanishing) * depth);
        var road = Step(half - Math.Abs(u - middle), 0.006);
        var asphalt = _p.Ground.To(_p.SkyLow, 0.42 - (0.2 * depth)).Lit(0.9 + (0.1 * Fbm(u * 20, v * 20)));
        var dash = Math.Sin(9 / (depth + 0.09)) > 0 ? Step((half * 0.035) - Math.Abs(u - middle), 0.003) : 0;
        return colour.To(asphalt, road).To(_p.Key, 0.6 * dash);
    }

    private Colour Floor(double u, double v, double depth)
    {
        var plank = (u - _vanishing) / (0.16 + depth);
        var seam = Math.Abs((plank * 7) - Math.Round(plank * 7)) < 0.03 ? 0.86 : 1;
        var colour = _p.SkyLow.To(_p.Ground, 0.55 + (0.4 * depth)).Lit(seam * (0.75 + (0.08 * Fbm(u * 3, v * 30))));

        // The window's light on the floor.
        var slant = u - (_windowX + 0.15) + (LightFrom * 0.5 * (v - _horizon));
        var pool = Step(0.13 + (0.1 * depth) - Math.Abs(slant), 0.03) * Step(v - _horizon - 0.03, 0.02) * Step(_horizon + 0.3 - v, 0.05);
        return colour.Plus(_p.Key, 0.3 * pool);
    }

    private double Distance(double u, double v, double x, double y)
    {
        double dx = (u - x) * Math.Min(_aspect, 1), dy = (v - y) / Math.Max(_aspect, 1);
        return Math.Sqrt((dx * dx) + (dy * dy));
    }

    /// <summary>0 to 1 with an edge this soft.</summary>
    private static double Step(double value, double edge) => Math.Clamp(0.5 + (value / (2 * edge)), 0, 1);

    private double Fbm(double x, double y)
    {
        double sum = 0, weight = 0.5;
        for (var i = 0; i < 4; i++, x *= 2.03, y *= 2.03, weight *= 0.5)
            sum += weight * Value(x, y);
        return sum / 0.9375;
    }

    private double Value(double x, double y)
    {
        double fx = Math.Floor(x), fy = Math.Floor(y);
        int x0 = (int)fx, y0 = (int)fy;
        double tx = x - fx, ty = y - fy;
        tx *= tx * (3 - (2 * tx));
        ty *= ty * (3 - (2 * ty));
        double top = Lerp(Dice.Noise(x0, y0, _salt), Dice.Noise(x0 + 1, y0, _salt), tx);
        double low = Lerp(Dice.Noise(x0, y0 + 1, _salt), Dice.Noise(x0 + 1, y0 + 1, _salt), tx);
        return Lerp(top, low, ty);
    }

    private static double Lerp(double a, double b, double t) => a + ((b - a) * t);
}
