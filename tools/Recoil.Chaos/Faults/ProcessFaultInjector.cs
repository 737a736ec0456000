using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Recoil.Local;
using Recoil.Local.Processes;

namespace Recoil.Chaos.Faults;

/// <summary>Kills services with SIGKILL, restarts the broker's application, closes connections at the broker, and kills the database.</summary>
internal sealed class ProcessFaultInjector(ChaosOptions options, ChaosBroker broker, LocalServices services, Action<string> log, IReadOnlyDictionary<string, string> settings)
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_maximumDowntime = TimeSpan.FromSeconds(1);
    private readonly Random _random = new(options.Seed + 1);
    private LocalServices _services = services;

    /// <summary>Kills per service.</summary>
    public ConcurrentDictionary<string, int> Kills { get; } = new(ServiceName.All.ToDictionary(s => s, _ => 0, StringComparer.Ordinal), StringComparer.Ordinal);

    public int BrokerRestarts { get; private set; }
    public int ConnectionClosures { get; private set; }
    public int DatabaseKills { get; private set; }
    public int NodeKills { get; private set; }

    /// <summary>The running services.</summary>
    public LocalServices Services => _services;

    /// <summary>Injects all faults of the options, spread over the run's duration.</summary>
    /// <remarks>Services are also killed and started during an outage of the database or of a broker node.</remarks>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        return Task.WhenAll(
            RunPlanAsync(PlanForServices(), cancellationToken), RunPlanAsync(PlanForDatabase(), cancellationToken), RunPlanAsync(PlanForNodes(), cancellationToken));
    }

    private static async Task RunPlanAsync(List<(TimeSpan At, Func<CancellationToken, Task> Fault)> plan, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        foreach (var (at, fault) in plan)
        {
            var wait = at - TimeProvider.System.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellationToken);
            await fault(cancellationToken);
        }
    }

    private List<(TimeSpan At, Func<CancellationToken, Task> Fault)> PlanForServices()
    {
        var plan = new List<(TimeSpan, Func<CancellationToken, Task>)>();
        for (var i = 0; i < options.Kills; i++)
        {
            var service = ServiceName.All[i % ServiceName.All.Count];
            plan.Add((Slot(i, options.Kills), stop => KillAsync(service, stop)));
        }

        for (var i = 0; i < options.BrokerRestarts; i++)
            plan.Add((Slot(i, options.BrokerRestarts), RestartBrokerAsync));
        for (var i = 0; i < options.ConnectionClosures; i++)
            plan.Add((Slot(i, options.ConnectionClosures), CloseConnectionsAsync));
        return [.. plan.OrderBy(p => p.Item1)];
    }

    private List<(TimeSpan At, Func<CancellationToken, Task> Fault)> PlanForDatabase() => options.Database is { } database
        ? [.. Enumerable.Range(0, database.Kills).Select(i => (Slot(i, database.Kills), new Func<CancellationToken, Task>(stop => KillDatabaseAsync(database, stop))))]
        : [];

    private List<(TimeSpan At, Func<CancellationToken, Task> Fault)> PlanForNodes() => options.Broker is { Faults: { } faults } given
        ? [.. Enumerable.Range(0, faults.Kills).Select(i => (Slot(i, faults.Kills), new Func<CancellationToken, Task>(stop => KillNodeAsync(faults, (i % given.Transport.Nodes().Count) + 1, stop))))]
        : [];

    /// <summary>A random instant in the nth of equal parts of the duration.</summary>
    private TimeSpan Slot(int n, int parts) => options.Duration * ((n + _random.NextDouble()) / parts);

    private async Task KillAsync(string service, CancellationToken cancellationToken)
    {
        var all = _services.Processes.Where(p => p.Service == service).ToArray();
        var victim = all[_random.Next(all.Length)];
        Signal.Kill(victim.Pid);
        while (victim.IsRunning)
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        Kills[service]++;
        log($"Killed {victim.Name}");
        await Task.Delay(s_maximumDowntime * _random.NextDouble(), cancellationToken);
        _services = _services.StartProcess(service, victim.Number, settings);
    }

    private async Task RestartBrokerAsync(CancellationToken cancellationToken)
    {
        log("Restarting the broker's application");
        await broker.Own!.RestartApplicationAsync(cancellationToken);
        BrokerRestarts++;
    }

    private async Task CloseConnectionsAsync(CancellationToken cancellationToken)
    {
        log("Closing all connections at the broker");
        await broker.Own!.CloseConnectionsAsync("chaos", cancellationToken);
        ConnectionClosures++;
    }

    private async Task KillNodeAsync(NodeFaults faults, int node, CancellationToken cancellationToken)
    {
        // RabbitMQ loses a quorum queue that was declared less than two seconds ago, and a node that has just come back is not a majority yet.
        await Task.Delay(s_settling, cancellationToken);
        await RunAsync(faults.KillCommand, cancellationToken, node);
        NodeKills++;
        log(string.Create(CultureInfo.InvariantCulture, $"Killed broker node {node}; starting it in {faults.Downtime.TotalSeconds:0} s"));
        await Task.Delay(faults.Downtime, cancellationToken);
        await RunAsync(faults.StartCommand, cancellationToken, node);
        log(string.Create(CultureInfo.InvariantCulture, $"Started broker node {node}"));
    }

    private async Task KillDatabaseAsync(DatabaseFaults database, CancellationToken cancellationToken)
    {
        await RunAsync(database.KillCommand, cancellationToken);
        DatabaseKills++;
        log(string.Create(CultureInfo.InvariantCulture, $"Killed the database; starting it in {database.Downtime.TotalSeconds:0} s"));
        await Task.Delay(database.Downtime, cancellationToken);
        await RunAsync(database.StartCommand, cancellationToken);
        log("Started the database");
    }

    private static async Task RunAsync(string command, CancellationToken cancellationToken, int? node = null)
    {
        // Output is discarded: a database started by the command would keep a pipe open.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"( {command} ) >/dev/null 2>&1 </dev/null");
        if (node is { } number)
        {
            start.ArgumentList.Add("sh");
            start.ArgumentList.Add(number.ToString(CultureInfo.InvariantCulture));
        }

        using var process = Process.Start(start) ?? throw new CannotStartLocallyException("/bin/sh could not be started.");
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new CannotStartLocallyException($"The command failed with exit code {process.ExitCode}: {command}. Run it in a shell to see its output.");
    }
}
