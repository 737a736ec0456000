namespace Recoil.Storage.Sagas;

/// <summary>
/// The sagas that sweepers have set aside, of all types: no sweeper looks at them until a person puts them back, or until their
/// saga's next step writes them.
/// </summary>
public interface ISetAsideSagas
{
    /// <summary>The sagas set aside, the oldest first.</summary>
    /// <param name="limit">The most to return, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<SetAsideSaga>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Makes a saga that was set aside due at <paramref name="now"/>: the next sweep tries it again.</summary>
    /// <returns>False when it is not set aside any more; nothing was changed then.</returns>
    Task<bool> PutBackAsync(SetAsideSaga saga, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes the document of a saga that was set aside, for good. What its takes cost stays in the ledgers.</summary>
    /// <returns>False when it is not set aside any more; nothing was changed then.</returns>
    Task<bool> RemoveAsync(SetAsideSaga saga, CancellationToken cancellationToken);
}

/// <summary>A saga that a sweeper has set aside.</summary>
/// <param name="Type">The type of saga, as the store names it, such as <c>shot</c>.</param>
/// <param name="Id">The saga.</param>
/// <param name="Since">When it was set aside.</param>
/// <param name="Reason">Why.</param>
public sealed record SetAsideSaga(string Type, Guid Id, DateTimeOffset Since, string Reason);
