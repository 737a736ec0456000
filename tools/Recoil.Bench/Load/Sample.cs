namespace Recoil.Bench.Load;

/// <summary>Measured values and their statistics.</summary>
internal sealed class Sample
{
    private readonly double[] _sorted;

    /// <exception cref="ArgumentException"><paramref name="values"/> is empty.</exception>
    public Sample(IEnumerable<double> values)
    {
        _sorted = [.. values.Order()];
        if (_sorted.Length == 0)
            throw new ArgumentException("No values were measured.", nameof(values));
    }

    public double Minimum => _sorted[0];

    public double Maximum => _sorted[^1];

    /// <summary>The middle value, or the mean of the two middle values.</summary>
    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    /// <summary>The smallest value that at least this share of the values does not exceed (nearest rank).</summary>
    /// <param name="share">More than 0, at most 1.</param>
    public double Percentile(double share) => _sorted[Math.Clamp((int)Math.Ceiling(_sorted.Length * share) - 1, 0, _sorted.Length - 1)];
}
