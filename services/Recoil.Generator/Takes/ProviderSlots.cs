namespace Recoil.Generator.Takes;

/// <summary>How many jobs this process may have at once with each provider.</summary>
internal sealed class ProviderSlots
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _free;

    public ProviderSlots(ProviderTable providers, GeneratorOptions options) => _free = providers.Served.ToDictionary(
        provider => provider.Name, options.ConcurrencyOf, StringComparer.Ordinal);

    /// <summary>Takes one slot; false when there is none, or this worker does not serve the provider.</summary>
    public bool TryReserve(string provider)
    {
        lock (_lock)
        {
            if (_free.GetValueOrDefault(provider) == 0)
                return false;
            _free[provider]--;
            return true;
        }
    }

    /// <summary>Takes all free slots, at most so many of a provider.</summary>
    public Dictionary<string, int> ReserveFree(int most)
    {
        lock (_lock)
        {
            var reserved = _free.Where(slots => slots.Value > 0).ToDictionary(slots => slots.Key, slots => Math.Min(slots.Value, most), StringComparer.Ordinal);
            foreach (var (provider, count) in reserved)
                _free[provider] -= count;
            return reserved;
        }
    }

    public void Release(string provider, int count = 1)
    {
        lock (_lock)
            _free[provider] += count;
    }
}
