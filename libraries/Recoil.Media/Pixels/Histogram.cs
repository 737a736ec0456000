namespace Recoil.Media;

/// <summary>How often values fall into equal steps of a range; the shares add up to 1.</summary>
public sealed class Histogram
{
    private readonly double[] _shares;
    private readonly double _range;

    /// <param name="values">What is counted; values outside the range count to its ends.</param>
    /// <param name="low">Lower end of the range.</param>
    /// <param name="high">Upper end of the range.</param>
    /// <param name="steps">How many steps.</param>
    public Histogram(IEnumerable<double> values, double low, double high, int steps)
    {
        _shares = new double[steps];
        _range = high - low;
        var count = 0;
        foreach (var value in values)
        {
            _shares[Math.Clamp((int)((value - low) / _range * steps), 0, steps - 1)]++;
            count++;
        }

        if (count == 0)
            throw new ArgumentException("A histogram of nothing has no shares.", nameof(values));
        for (var i = 0; i < steps; i++)
            _shares[i] /= count;
    }

    /// <summary>Earth mover's distance: how far, in the values' unit, the average value must move to make them equal.</summary>
    public double DistanceTo(Histogram other)
    {
        double carried = 0, sum = 0;
        for (var i = 0; i < _shares.Length; i++)
        {
            carried += _shares[i] - other._shares[i];
            sum += Math.Abs(carried);
        }

        return sum * _range / _shares.Length;
    }

    /// <summary>How much the two have in common, 0 to 1.</summary>
    public double OverlapWith(Histogram other)
    {
        double sum = 0;
        for (var i = 0; i < _shares.Length; i++)
            sum += Math.Min(_shares[i], other._shares[i]);
        return sum;
    }
}
