using RabbitMQ.Client;
using Recoil.Bench.Load;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local;
using Recoil.Local.Broker;
using Recoil.Local.Processes;

namespace Recoil.Bench.Processes;

/// <summary>Service processes with their own virtual host and store.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private const string Self = "Recoil.Bench";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_readyTimeout = TimeSpan.FromSeconds(60);

    private readonly Dictionary<int, string> _labels = [];
    private readonly TrialDatabase? _database;
    private LocalServices _processes;

    /// <param name="folder">The folder for store, takes and logs.</param>
    /// <param name="transport">How to connect to the broker.</param>
    /// <param name="mongoDb">The connection string of the MongoDB server for all state; null for the embedded store in the folder.</param>
    /// <exception cref="InvalidSettingException">The connection string is invalid.</exception>
    public Installation(string folder, TransportOptions transport, string? mongoDb)
    {
        _database = mongoDb is null ? null : TrialDatabase.At(mongoDb, "bench");
        _processes = new LocalServices { DataFolder = Path.GetFullPath(folder), Transport = transport, OwnsBroker = false, SharedStore = _database?.Store };
    }

    public string Folder => _processes.DataFolder;

    public StorageOptions Store => _processes.Store;

    public ConnectionFactory Broker => Amqp.Of(_processes.Transport);

    /// <summary>All processes.</summary>
    public IReadOnlyList<ServiceProcess> Processes => _processes.Processes;

    /// <summary>Starts a process.</summary>
    /// <param name="label">The label in results.</param>
    /// <param name="service">The service, see <see cref="ServiceName"/>.</param>
    /// <param name="number">Counted from 1 among processes of the same service.</param>
    /// <param name="settings">Settings in addition to those for broker and store.</param>
    public void Start(string label, string service, int number = 1, params IEnumerable<(string Name, string Value)> settings)
    {
        _processes = _processes.StartProcess(service, number, settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal));
        _labels[Processes[^1].Pid] = label;
    }

    /// <summary>Starts a process of the measurement itself; see <see cref="BenchProcess"/>.</summary>
    public void StartOwn(string label, string role, int number = 1, params IEnumerable<(string Name, string Value)> settings) =>
        Start(label, Self, number, [(BenchProcess.Role, role), .. settings]);

    /// <exception cref="CannotStartLocallyException">A service does not become ready within 60 s; the message has its last log line.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        foreach (var process in Processes)
        {
            var health = await process.WaitUntilReadyAsync(s_readyTimeout, cancellationToken);
            if (!health.IsReady)
                throw new CannotStartLocallyException($"{process.Name} is not ready: {health.Status} {health.Problems} Last log line: {await LastLogLineAsync(process)}");
        }
    }

    /// <summary>Waits until each queue has a consumer.</summary>
    /// <exception cref="CannotStartLocallyException">A queue has no consumer after 60 s, or a process has exited.</exception>
    public async Task WaitForConsumersAsync(IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        await using var connection = await Broker.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var begun = TimeProvider.System.GetTimestamp();
        foreach (var queue in queues)
        {
            while (await channel.ConsumerCountAsync(queue, cancellationToken) == 0)
            {
                var ended = Processes.FirstOrDefault(process => !process.IsRunning);
                if (ended is not null || TimeProvider.System.GetElapsedTime(begun) > s_readyTimeout)
                    throw new CannotStartLocallyException($"Queue {queue} has no consumer. Last log line: {await LastLogLineAsync(ended ?? Processes[0])}");
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }

    /// <summary>CPU time so far, by label.</summary>
    public Dictionary<string, TimeSpan> CpuTimes() => Processes
        .GroupBy(process => _labels[process.Pid], StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Aggregate(TimeSpan.Zero, (sum, process) => sum + CpuTime.Of(process.Pid)), StringComparer.Ordinal);

    /// <summary>Stops all processes and drops the MongoDB database, if there is one.</summary>
    public async ValueTask DisposeAsync()
    {
        await _processes.StopAsync(CancellationToken.None);
        if (_database is not null)
            await _database.DropAsync(CancellationToken.None);
    }

    private static async Task<string> LastLogLineAsync(ServiceProcess process) =>
        File.Exists(process.Log) && await File.ReadAllLinesAsync(process.Log) is [.., var last] ? last : "none.";
}
