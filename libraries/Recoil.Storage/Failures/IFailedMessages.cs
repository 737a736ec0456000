namespace Recoil.Storage.Failures;

/// <summary>Keeps the messages that no service could handle, until a person has decided what becomes of them. Reading changes nothing.</summary>
public interface IFailedMessages
{
    /// <summary>Adds a message.</summary>
    /// <returns>False when the id is there already; the first one stays.</returns>
    Task<bool> TryAddAsync(FailedMessage message, FailedMessageContent content, CancellationToken cancellationToken);

    /// <summary>The messages after another, oldest first; equal times are ordered by id.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">The most messages to return, at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<FailedMessage>> ListAsync(FailedMessagePosition? after, int limit, CancellationToken cancellationToken);

    Task<FailedMessage?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>What a message consists of, or null when it is not there.</summary>
    Task<FailedMessageContent?> ReadAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Removes a message for good.</summary>
    /// <returns>False when it was not there.</returns>
    Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>A place in the list of failed messages.</summary>
/// <param name="At">The time of the message there.</param>
/// <param name="Id">Its id.</param>
public sealed record FailedMessagePosition(DateTimeOffset At, Guid Id);
