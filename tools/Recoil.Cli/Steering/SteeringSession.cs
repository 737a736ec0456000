using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Statuses;
using Recoil.Contracts;
using Recoil.Plans;
using Recoil.Storage.Steering;

namespace Recoil.Cli.Steering;

/// <summary>Sends the command to pause or resume, and sees in the store that it was taken in.</summary>
internal sealed class SteeringSession(CommandEnvironment environment, SteeringOptions options)
{
    /// <returns>0 when it was taken in.</returns>
    public Task<int> RunAsync(CancellationToken stop) => new CommandRunner { Environment = environment }.RunAsync(SteerAsync, stop);

    private async Task<int> SteerAsync(CancellationToken stop)
    {
        var by = options.By ?? environment.User ?? throw new CommandFailedException("--by: missing, and USER is not set. Say who you are.");
        var transport = Connection.Broker(options.Data, environment);
        await using var store = StoreClient.Open(options.Data, environment);
        var what = await FindPartAsync(store, stop);
        var earlier = await FindAsync(store, what, stop);
        if (earlier is not null == options.Pauses)
        {
            await environment.Out.WriteLineAsync(earlier is null ? $"{what} is not paused." : $"{PauseText.Of(earlier)} already.");
            return ExitCode.Ok;
        }

        var at = CommandTime.After(earlier?.Since, environment.Time);
        await using var bus = await BusClient.ConnectAsync(transport, stop);
        if (options.Pauses)
            await bus.PublishAsync(new PauseWork { Part = what.Part, Name = what.Name, At = at, By = by, Reason = options.Reason }, stop);
        else
            await bus.PublishAsync(new ResumeWork { Part = what.Part, Name = what.Name, At = at, By = by }, stop);

        await TakenIn.UntilAsync(async () => await FindAsync(store, what, stop) is not null == options.Pauses, environment, stop);
        await environment.Out.WriteLineAsync(
            options.Pauses ? $"Paused {what}. Takes that were begun are brought to their end." : $"Resumed {what}.");
        return ExitCode.Ok;
    }

    private async Task<PausedPart> FindPartAsync(StoreClient store, CancellationToken stop)
    {
        if (options.Account is { } account)
            return PausedPart.Account(account);

        var typed = options.What!;
        var parts = typed.Split('/');
        if (parts.Length > 2 || parts.Any(part => part.Length == 0))
            throw new CommandFailedException($"{Shown.OneLine(typed)}: is no project and no run. Write PROJECT, PROJECT/RUN or RUN.");
        if (parts is [var project, var runId])
        {
            return await store.Archive.SummarizeRunAsync(project, runId, stop) is not null
                ? PausedPart.Run(project, runId)
                : throw new CommandFailedException($"{Shown.OneLine(typed)}: no such run. recoil status lists the runs.");
        }

        if ((await store.Archive.ListRunsAsync(RunName.LookedAt, stop)).Any(run => run.Run.Project == typed))
            return PausedPart.Project(typed);
        var named = await RunName.FindAsync(typed, null, store.Archive, stop);
        return PausedPart.Run(named.Run.Project, named.Run.RunId);
    }

    private static async Task<Pause?> FindAsync(StoreClient store, PausedPart what, CancellationToken stop) =>
        (await store.Pauses.ListAsync(stop)).FirstOrDefault(pause => pause.What == what);
}
