namespace Recoil.Hosting.Transport.Waiting;

/// <summary>A message goes back to its queue, for another process to handle. It has not failed.</summary>
internal sealed class HandedBackException(string message, CancellationToken token) : OperationCanceledException(message, token);
