using System.Collections.Concurrent;
using Recoil.Local;
using Recoil.Local.Broker;
using Recoil.Local.Processes;

namespace Recoil.Chaos.Faults;

/// <summary>Kills services without asking them, restarts the broker's application, and has the broker close connections.</summary>
internal sealed class FaultInjector(ChaosOptions options, LocalBroker broker, LocalServices services, Action<string> tell)
{
    private static readonly TimeSpan s_longestDown = TimeSpan.FromSeconds(1);
    private readonly Random _dice = new(options.Seed + 1);
    private LocalServices _services = services;

    /// <summary>How often each service was killed.</summary>
    public ConcurrentDictionary<string, int> Kills { get; } = new(ServiceName.All.ToDictionary(s => s, _ => 0, StringComparer.Ordinal), StringComparer.Ordinal);

    public int BrokerRestarts { get; private set; }
    public int ConnectionClosures { get; private set; }

    /// <summary>What runs at the moment.</summary>
    public LocalServices Services => _services;

    /// <summary>Does everything that was ordered, spread over the run's duration.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        foreach (var (at, fault) in Plan())
        {
            var wait = at - TimeProvider.System.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellationToken);
            await fault(cancellationToken);
        }
    }

    private List<(TimeSpan At, Func<CancellationToken, Task> Fault)> Plan()
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

        // Somewhere in the nth of equal parts.
        TimeSpan Slot(int n, int parts) => options.Duration * ((n + _dice.NextDouble()) / parts);
    }

    private async Task KillAsync(string service, CancellationToken cancellationToken)
    {
        var all = _services.Processes.Where(p => p.Service == service).ToArray();
        var victim = all[_dice.Next(all.Length)];
        Signal.KillNow(victim.Pid);
        while (victim.IsRunning)
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        Kills[service]++;
        tell($"killed {victim.Name}");
        await Task.Delay(s_longestDown * _dice.NextDouble(), cancellationToken);
        _services = _services.With(service, victim.Number, ChaosRun.SettingsOf(options));
    }

    private async Task RestartBrokerAsync(CancellationToken cancellationToken)
    {
        tell("restarting the broker's application");
        await broker.RestartApplicationAsync(cancellationToken);
        BrokerRestarts++;
    }

    private async Task CloseConnectionsAsync(CancellationToken cancellationToken)
    {
        tell("the broker closes all connections");
        await broker.CloseConnectionsAsync("chaos", cancellationToken);
        ConnectionClosures++;
    }
}
