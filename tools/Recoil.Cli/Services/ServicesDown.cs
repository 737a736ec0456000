using Recoil.Cli.Commands;
using Recoil.Local;
using Recoil.Local.Broker;

namespace Recoil.Cli.Services;

/// <summary>One <c>recoil down</c>: stops the services of a data folder and the broker that was started for them.</summary>
internal sealed class ServicesDown(CommandEnvironment environment, string? data)
{
    /// <returns>0, also when nothing ran.</returns>
    public Task<int> RunAsync(CancellationToken stop) => new CommandRunner
    {
        Environment = environment,
        WhenStopped = "Stopped. Some processes may still run: recoil up lists them, recoil down stops them.",
    }.RunAsync(DownAsync, stop);

    private async Task<int> DownAsync(CancellationToken stop)
    {
        var folder = DataFolderName.Full(data, environment);
        if (!Directory.Exists(folder))
            return await NothingAsync(folder);

        using var alone = FolderLock.Take(folder);
        var running = (LocalServices.Read(folder) is { } services ? services.Processes : []).Where(process => process.IsRunning).ToList();
        var broker = LocalBroker.Find(LocalServices.BrokerFolderOf(folder));
        if (running.Count == 0 && broker is null)
        {
            LocalServices.Forget(folder);
            return await NothingAsync(folder);
        }

        await environment.Error.WriteLineAsync("Stopping; work in hand is finished or handed back.");
        var killed = LocalServices.Read(folder) is { } known ? await known.StopAsync(stop) : [];

        // An interrupted start can leave a broker that no service knows of yet.
        if (LocalBroker.Find(LocalServices.BrokerFolderOf(folder)) is { } left)
            await left.StopAsync(stop);

        foreach (var process in running)
            await environment.Out.WriteLineAsync($"{process.Name} (process {process.Pid}) {(killed.Contains(process) ? "did not stop in time and was killed." : "stopped.")}");
        if (broker is not null)
            await environment.Out.WriteLineAsync($"broker (process {broker.ProcessId}) stopped.");
        return ExitCode.Ok;
    }

    private async Task<int> NothingAsync(string folder)
    {
        await environment.Out.WriteLineAsync($"Nothing runs out of {DataFolderName.Short(folder, environment)}.");
        return ExitCode.Ok;
    }
}
