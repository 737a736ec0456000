namespace Recoil.Bench.Limit;

/// <summary>A store without the services' storage code. A write completes when it is durable.</summary>
internal interface IPlainStore : IAsyncDisposable
{
    /// <summary>Reads a shot's document.</summary>
    /// <returns>The document's version; 0 if there is no document.</returns>
    Task<long> ReadAsync(Guid shot);

    /// <summary>Replaces a shot's document if the stored one has this version; version 0 inserts it.</summary>
    /// <exception cref="InvalidOperationException">The stored document has another version.</exception>
    Task WriteAsync(Guid shot, long version, byte[] document);

    /// <summary>Adds a reservation to the account. Repeating a reservation has no effect on the embedded store.</summary>
    Task ReserveAsync(Guid reservation, string account);

    /// <summary>Settles a reservation for its full amount.</summary>
    Task SettleAsync(Guid reservation, string account);

    /// <summary>Adds an entry to the review queue.</summary>
    Task EnqueueAsync(Guid review, byte[] entry);
}
