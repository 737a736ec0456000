using System.Runtime.InteropServices;

namespace Recoil.Bench.Processes;

/// <summary>SIGTERM or SIGINT as a cancellation token.</summary>
internal sealed class ShutdownSignal : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _signals;

    public ShutdownSignal() => _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _stop.Cancel();
        _stopped.TrySetResult();
    }))];

    public CancellationToken Token => _stop.Token;

    /// <summary>Waits for the signal.</summary>
    public Task WaitAsync() => _stopped.Task;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _stop.Dispose();
    }
}
