using System.Collections.Concurrent;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments;

/// <summary>What this process has delivered and not yet noted in the store.</summary>
/// <remarks>
/// The next step of a saga in this process drops what has been delivered. Only sagas that rest for a while, have ended or
/// continue in another process cost a write: their deliveries are noted in the store many at a time.
/// </remarks>
internal sealed class DeliveryTracker<TSaga>(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, Delivered> _delivered = new();

    /// <summary>These messages of a document's outbox have been delivered.</summary>
    /// <param name="document">The document in the version that was written or read.</param>
    /// <param name="messages">What was delivered of its outbox.</param>
    public void Add<TState>(SagaDocument<TState> document, IReadOnlyCollection<OutboxMessage> messages) where TState : class
    {
        var ids = messages.Select(message => message.MessageId).ToArray();
        var whole = ids.Length == document.Outbox.Count;
        var now = time.GetTimestamp();
        _delivered.AddOrUpdate(
            document.Id,
            _ => new Delivered(whole ? document.Version : null, [.. ids], document.ExpiresAt is not null, now),
            (_, earlier) => new Delivered(whole ? document.Version : null, [.. earlier.MessageIds, .. ids], document.ExpiresAt is not null, now));
    }

    /// <summary>Whether this process has delivered a message of a saga and may not have noted it in the store.</summary>
    public bool Knows(Guid id, Guid messageId) => _delivered.TryGetValue(id, out var delivered) && delivered.MessageIds.Contains(messageId);

    /// <summary>Forgets a saga: a version was written without its delivered messages.</summary>
    public void Forget(Guid id) => _delivered.TryRemove(id, out _);

    /// <summary>Takes out deliveries that are at least this old and worth noting in the store.</summary>
    public List<OutboxDelivery> Take(TimeSpan age, bool endedOnly, int limit)
    {
        var taken = new List<OutboxDelivery>();
        foreach (var entry in _delivered)
        {
            if ((endedOnly && !entry.Value.Ended) || time.GetElapsedTime(entry.Value.At) < age)
                continue;
            if (_delivered.TryRemove(entry))
                taken.Add(new OutboxDelivery(entry.Key, entry.Value.WholeOf, entry.Value.MessageIds));
            if (taken.Count == limit)
                break;
        }

        return taken;
    }

    private sealed record Delivered(long? WholeOf, List<Guid> MessageIds, bool Ended, long At);
}
