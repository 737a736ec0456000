namespace Recoil.Providers.Emulators.Faults;

/// <summary>Which submits of a provider go wrong, and how.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly Queue<Fault> _next = new();
    private Random? _dice;
    private IReadOnlyDictionary<Fault, double> _shares = new Dictionary<Fault, double>();

    /// <summary>The next submits go wrong in this way.</summary>
    public void Next(Fault fault, int times = 1)
    {
        lock (_lock)
        {
            for (var i = 0; i < times; i++)
                _next.Enqueue(fault);
        }
    }

    /// <summary>From now on submits go wrong by chance, as often as said: 0.05 is one in twenty.</summary>
    public void ByChance(int seed, IReadOnlyDictionary<Fault, double> shares)
    {
        lock (_lock)
            (_dice, _shares) = (new Random(seed), shares);
    }

    /// <summary>The fault of the submit that comes now.</summary>
    internal Fault Take()
    {
        lock (_lock)
        {
            if (_next.TryDequeue(out var fault))
                return fault;
            if (_dice is null)
                return Fault.None;
            var roll = _dice.NextDouble();
            foreach (var (candidate, share) in _shares)
            {
                if (roll < share)
                    return candidate;
                roll -= share;
            }

            return Fault.None;
        }
    }
}
