namespace Recoil.Bench.Limit;

/// <summary>A store as plain code uses it: each write is done when it is on disk.</summary>
internal interface IPlainStore : IAsyncDisposable
{
    /// <summary>Reads a shot's document.</summary>
    /// <returns>Its version; 0 when there is none.</returns>
    Task<long> ReadAsync(Guid shot);

    /// <summary>Writes a shot's document if the stored one still has this version; 0 adds it.</summary>
    /// <exception cref="InvalidOperationException">It has another.</exception>
    Task WriteAsync(Guid shot, long version, byte[] document);

    /// <summary>Sets money aside on the account, unless that was done before or there is not enough.</summary>
    Task ReserveAsync(Guid reservation, string account);

    /// <summary>Charges what was set aside.</summary>
    Task SettleAsync(Guid reservation, string account);

    /// <summary>Keeps an entry for people.</summary>
    Task EnqueueAsync(Guid review, byte[] entry);
}
