using System.Collections.Concurrent;

namespace Recoil.SagaDocuments;

/// <summary>What this process knows to have delivered and the store does not know yet.</summary>
/// <remarks>
/// The next step of a saga drops what is known to be delivered. Only sagas that rest for a while or have ended cost
/// anything: their deliveries are noted in the store many at a time.
/// </remarks>
internal sealed class DeliveryTracker<TSaga>(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, Delivery> _delivered = new();

    public void Delivered(Guid id, long version, bool ended) => _delivered[id] = new(version, ended, time.GetTimestamp());

    /// <summary>Whether this process delivered everything that this version of the document still has to say.</summary>
    public bool Knows(Guid id, long version) => _delivered.TryGetValue(id, out var delivery) && delivery.Version == version;

    /// <summary>A newer version was written.</summary>
    public void Superseded(Guid id, long version)
    {
        if (_delivered.TryGetValue(id, out var delivery) && delivery.Version < version)
            _delivered.TryRemove(new(id, delivery));
    }

    /// <summary>Takes out deliveries that are at least this old and worth noting in the store.</summary>
    public List<(Guid Id, long Version)> Take(TimeSpan age, bool endedOnly, int limit)
    {
        var taken = new List<(Guid, long)>();
        foreach (var entry in _delivered)
        {
            if ((endedOnly && !entry.Value.Ended) || time.GetElapsedTime(entry.Value.At) < age)
                continue;
            if (_delivered.TryRemove(entry))
                taken.Add((entry.Key, entry.Value.Version));
            if (taken.Count == limit)
                break;
        }

        return taken;
    }

    private readonly record struct Delivery(long Version, bool Ended, long At);
}
