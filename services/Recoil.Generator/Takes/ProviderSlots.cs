namespace Recoil.Generator.Takes;

/// <summary>How many jobs this process may have at once with each provider.</summary>
internal sealed class ProviderSlots
{
    /// <summary>Takes of an account with limits are claimed a few at a time, for they may have to be given back.</summary>
    private const int ClaimedOfAccount = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _free;
    private readonly Dictionary<string, DateTimeOffset> _pausedUntil = new(StringComparer.Ordinal);
    private readonly GeneratorOptions _options;
    private readonly TimeProvider _time;

    public ProviderSlots(ProviderTable providers, GeneratorOptions options, TimeProvider time)
    {
        _free = providers.Served.ToDictionary(provider => provider.Name, options.ConcurrencyOf, StringComparer.Ordinal);
        (_options, _time) = (options, time);
    }

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

    /// <summary>Takes all free slots of the providers that are not paused, at most so many of each.</summary>
    public Dictionary<string, int> ReserveFree(int most)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            var reserved = _free.Where(slots => slots.Value > 0 && _pausedUntil.GetValueOrDefault(slots.Key) <= now).ToDictionary(
                slots => slots.Key,
                slots => Math.Min(slots.Value, _options.LimitsOf(slots.Key) is null ? most : Math.Min(most, ClaimedOfAccount)),
                StringComparer.Ordinal);
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

    /// <summary>The provider's account has no room: none of its takes are claimed for a while.</summary>
    public void Pause(string provider, TimeSpan pause)
    {
        lock (_lock)
            _pausedUntil[provider] = _time.GetUtcNow() + pause;
    }

    /// <summary>The provider's account may have room again.</summary>
    public void Resume(string provider)
    {
        lock (_lock)
            _pausedUntil.Remove(provider);
    }
}
