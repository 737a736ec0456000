using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Statuses;
using Recoil.Contracts;
using Recoil.Storage.Steering;

namespace Recoil.Cli.Steering;

/// <summary>Sends the command that sets a priority, and sees in the store that it was taken in.</summary>
internal sealed class PrioritySession(CommandEnvironment environment, string typed, int priority, string? typedBy, string? data)
{
    /// <returns>0 when it was taken in.</returns>
    public Task<int> RunAsync(CancellationToken stop) => new CommandRunner { Environment = environment }.RunAsync(SetAsync, stop);

    private async Task<int> SetAsync(CancellationToken stop)
    {
        var by = typedBy ?? environment.User ?? throw new CommandFailedException("--by: missing, and USER is not set. Say who you are.");
        var transport = Connection.Broker(data, environment);
        await using var store = StoreClient.Open(data, environment);
        var target = await RunOrShotName.FindAsync(typed, store.Archive, stop);
        var account = ShotIdentity.BudgetScopeOf(target.Project, target.RunId);
        Guid? shot = target.ShotId is { } shotId ? ShotIdentity.OfShot(target.Project, target.RunId, shotId) : null;
        var earlier = (await store.Priorities.ListAsync(stop)).FirstOrDefault(set => set.Account == account && set.Shot == shot);
        var at = CommandTime.After(earlier?.At, environment.Time);
        await using var bus = await BusClient.ConnectAsync(transport, stop);
        await bus.PublishAsync(new SetPriority { Project = target.Project, RunId = target.RunId, ShotId = target.ShotId, Priority = priority, By = by, At = at }, stop);

        await TakenIn.UntilAsync(
            async () => (await store.Priorities.ListAsync(stop)).Any(set => set.Account == account && set.Shot == shot && set.At >= at), environment, stop);
        await environment.Out.WriteLineAsync($"{target.FullName} has the priority {priority}.");
        return ExitCode.Ok;
    }
}
