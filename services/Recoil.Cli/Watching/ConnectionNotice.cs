using MassTransit;

namespace Recoil.Cli.Watching;

/// <summary>Says when the connection is lost and when it is back: what happens in between is not seen.</summary>
internal sealed class ConnectionNotice(TextWriter output) : IReceiveEndpointObserver
{
    private int _isLost;

    public Task Ready(ReceiveEndpointReady ready) => Interlocked.Exchange(ref _isLost, 0) == 1
        ? output.WriteLineAsync("Connected again. recoil status tells what ended meanwhile.")
        : Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Interlocked.Exchange(ref _isLost, 1) == 0
        ? output.WriteLineAsync("The connection to the broker is lost. Trying again; what ends meanwhile is not shown.")
        : Task.CompletedTask;

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;
}
