using System.Text.Json;
using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Steering;
using Recoil.Contracts;
using Recoil.Plans;
using Recoil.Reports;

namespace Recoil.Cli.Budgets;

/// <summary>What <c>recoil budget</c> asks of the budget service.</summary>
internal sealed class BudgetSession(CommandEnvironment environment, string project, string? data)
{
    private const string Whom = "budget service";
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    public Task<int> ShowAsync(bool json, CancellationToken stop) => new CommandRunner { Environment = environment, Json = json }.RunAsync(
        async cancellationToken =>
        {
            await using var bus = await ConnectAsync(cancellationToken);
            var shown = await ShowAsync(bus, cancellationToken);
            if (!shown.IsKnown)
                throw new CommandFailedException($"{Shown.OneLine(project)}: no such project. It has no cap, and no run of it has moved money.");
            if (json)
                await environment.Out.WriteLineAsync(JsonSerializer.Serialize(shown, ReportJson.Document));
            else
                ProjectBudgetText.Write(shown, environment);
            return ExitCode.Ok;
        },
        stop);

    public Task<int> SetAsync(decimal? cap, BudgetPeriod period, string? typedBy, CancellationToken stop) => ChangeAsync(
        typedBy,
        (bus, earlier, by, cancellationToken) => bus.AskAsync<SetProjectBudget, ProjectBudgetShown>(
            new SetProjectBudget { Project = project, Cap = cap, Period = period, By = by, At = CommandTime.After(earlier.SetAt, environment.Time) },
            Whom, s_timeout, cancellationToken),
        stop);

    public Task<int> TopUpAsync(decimal amount, string? typedBy, CancellationToken stop) => ChangeAsync(
        typedBy,
        (bus, earlier, by, cancellationToken) => earlier.Cap is null
            ? throw new CommandFailedException($"{Shown.OneLine(project)} has no cap to add to. recoil budget set gives it one.")
            : bus.AskAsync<TopUpProjectBudget, ProjectBudgetShown>(
                new TopUpProjectBudget { TopUpId = Guid.NewGuid(), Project = project, Amount = amount, By = by, At = CommandTime.After(earlier.SetAt, environment.Time) },
                Whom, s_timeout, cancellationToken),
        stop);

    private Task<int> ChangeAsync(
        string? typedBy, Func<BusClient, ProjectBudgetShown, string, CancellationToken, Task<ProjectBudgetShown>> change, CancellationToken stop) =>
        new CommandRunner { Environment = environment }.RunAsync(
            async cancellationToken =>
            {
                var by = typedBy ?? environment.User ?? throw new CommandFailedException("--by: missing, and USER is not set. Say who you are.");
                await using var bus = await ConnectAsync(cancellationToken);
                var changed = await change(bus, await ShowAsync(bus, cancellationToken), by, cancellationToken);
                await environment.Out.WriteLineAsync($"{ProjectBudgetText.CapOf(changed)} {ProjectBudgetText.RestOf(changed)}");
                return ExitCode.Ok;
            },
            stop);

    private Task<BusClient> ConnectAsync(CancellationToken cancellationToken) => BusClient.ConnectAsync(Connection.Broker(data, environment), cancellationToken);

    private Task<ProjectBudgetShown> ShowAsync(BusClient bus, CancellationToken cancellationToken) =>
        bus.AskAsync<ShowProjectBudget, ProjectBudgetShown>(new ShowProjectBudget { Project = project }, Whom, s_timeout, cancellationToken);
}
