namespace Recoil.Hosting.Transport;

/// <summary>
/// Sends again what the transport does not finish. A send that waits for its topology while its channel breaks can be forgotten, so that
/// it ends neither well nor badly, and ends for no cancellation; after a connection is there again, another one gets through.
/// </summary>
/// <remarks>The message may be sent twice, as after every lost confirmation.</remarks>
internal static class RepeatedSend
{
    /// <summary>Longer than a broker needs to choose another leader, or to confirm under load.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends until the broker has confirmed, or the send fails.</summary>
    /// <param name="send">Sends the message.</param>
    /// <param name="patience">How long one send may take, usually <see cref="Patience"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public static async Task UntilDoneAsync(Func<Task> send, TimeSpan patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            var sending = send();
            try
            {
                await sending.WaitAsync(patience, cancellationToken);
                return;
            }
            catch (TimeoutException) when (!sending.IsCompleted)
            {
                // Given up: the next one tells how it went.
            }
        }
    }
}
