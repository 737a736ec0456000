namespace Recoil.Storage;

/// <summary>Everything that a store holds, for whoever has to know what is still named somewhere.</summary>
public interface IStoredDocuments
{
    /// <summary>
    /// Shows every document that names artifacts: sagas with their outboxes, also those set aside, then takes, then reviews, then the
    /// shots of runs. What is written meanwhile may be shown or not. Failed messages are not shown: <see cref="Failures.IFailedMessages"/> has them.
    /// </summary>
    /// <param name="show">Gets the bytes of each document, in which texts are UTF-8; they are gone when it returns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task ReadAsync(Action<ReadOnlySpan<byte>> show, CancellationToken cancellationToken);
}
