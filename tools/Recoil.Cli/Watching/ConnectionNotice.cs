using MassTransit;

namespace Recoil.Cli.Watching;

/// <summary>Says when the connection was lost: what happened until it was back has not been seen.</summary>
internal sealed class ConnectionNotice(TextWriter output) : IReceiveEndpointObserver
{
    private int _times;

    public Task Ready(ReceiveEndpointReady ready) => Interlocked.Increment(ref _times) == 1
        ? Task.CompletedTask
        : output.WriteLineAsync("Reconnected to the broker. recoil status shows what ended in between.");

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;
}
