using System.Text.Json;
using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Progress;
using Recoil.Contracts;
using Recoil.Reports;
using Spectre.Console;

namespace Recoil.Cli.Watching;

/// <summary>One <c>recoil watch</c>: a line for every shot that ends, until the user stops it.</summary>
internal sealed class WatchSession(CommandEnvironment environment, WatchOptions options)
{
    private readonly TextWriter _out = TextWriter.Synchronized(environment.Out);

    /// <returns>130, because only the user ends it, unless it cannot begin.</returns>
    public Task<int> RunAsync(CancellationToken stop) => new CommandRunner { Environment = environment }.RunAsync(WatchAsync, stop);

    private async Task<int> WatchAsync(CancellationToken stop)
    {
        await using var bus = await BusClient.ConnectAsync(Connection.Broker(options.Data, environment), stop);
        await bus.ListenAsync(
            "watch",
            endpoint =>
            {
                endpoint.ConnectReceiveEndpointObserver(new ConnectionNotice(environment.Error));
                endpoint.OnShotCompleted(options.RoutingKeys, Show);
            },
            stop);
        await environment.Error.WriteLineAsync($"Watching {string.Join(", ", options.RoutingKeys)}. Ctrl+C ends it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, environment.Time, stop);
        return ExitCode.Ok;
    }

    private void Show(ShotCompleted shot)
    {
        // A name of two projects can be one word of a routing key.
        if (options.Project is { } project && shot.Project != project)
            return;
        if (options.Json)
        {
            _out.WriteLine(JsonSerializer.Serialize(shot, ReportJson.Line));
        }
        else
        {
            var line = $"{shot.At.LocalDateTime:HH:mm:ss} {shot.Project}/{shot.RunId}/{PlainProgress.Line(shot)}";
            if (environment.OutIsTerminal)
                AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_out) }).WriteLine(line, Style.Parse(StatusColor.Of(SnakeCase.Of(shot.Status))));
            else
                _out.WriteLine(line);
        }

        _out.Flush();
    }
}
