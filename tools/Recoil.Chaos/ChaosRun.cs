using System.Globalization;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Recoil.Chaos.Faults;
using Recoil.Chaos.Promises;
using Recoil.Chaos.Shots;
using Recoil.Contracts;
using Recoil.Hosting.Models;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local;
using Recoil.Local.Broker;
using Recoil.Local.Processes;
using Recoil.Shots;
using Recoil.Storage.Budget;
using Recoil.Storage.Reviews;

namespace Recoil.Chaos;

/// <summary>
/// Brings shots to their end through the real services on a real broker, while services are killed, the broker is restarted,
/// and messages come twice and late. Then it looks whether everything that was promised holds.
/// </summary>
public sealed class ChaosRun
{
    private static readonly TimeSpan s_readyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly ChaosOptions _options;
    private readonly Action<string> _tell;

    /// <param name="options">What is done.</param>
    /// <param name="tell">Told what happens, a line each.</param>
    public ChaosRun(ChaosOptions options, Action<string> tell)
    {
        _options = options with { DataFolder = Path.GetFullPath(options.DataFolder) };
        _tell = tell;
    }

    /// <summary>Runs to the end and stops everything it started.</summary>
    /// <exception cref="CannotStartLocallyException">The broker or a service cannot run here.</exception>
    public async Task<ChaosReport> RunAsync(CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var broker = await LocalBroker.StartAsync(LocalServices.BrokerFolderOf(_options.DataFolder), cancellationToken);
        var services = new LocalServices { DataFolder = _options.DataFolder, Transport = broker.Transport, OwnsBroker = true };
        FaultInjector? faults = null;
        try
        {
            services = await StartServicesAsync(services, cancellationToken);
            faults = new FaultInjector(_options, broker, services, _tell);
            await using var events = new TerminalEvents(broker.Transport);
            await events.StartAsync(cancellationToken);
            await using var meddler = new MessageMeddler(broker.Transport, _options);
            await meddler.StartAsync(cancellationToken);
            await using var store = OpenStore(services.StoreFolder);

            var shots = ChaosShots.Plan(_options.Shots, _options.Seed);
            using var office = OpenOffice(broker.Transport);
            await office.StartAsync(cancellationToken);
            var planner = new Planner(office.Services.GetRequiredService<IBus>(), store.GetRequiredService<IReviewEntries>(), _options, _tell);
            using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var deciding = planner.DecideAsync(shots, closing.Token);
            await Task.WhenAll(planner.AskAsync(shots, cancellationToken), faults.RunAsync(cancellationToken));
            meddler.LetBe();
            _tell("no more faults; waiting for rest");
            var rest = await RestAsync(broker, meddler, store, shots, cancellationToken);
            await closing.CancelAsync();
            await deciding;
            await office.StopAsync(cancellationToken);
            var check = new PromiseCheck(store, events.Heard, JobBookFile.Read(services.DataFolder));
            return new ChaosReport
            {
                Seed = _options.Seed,
                Shots = shots.Count,
                Kills = faults.Kills.ToDictionary(StringComparer.Ordinal),
                BrokerRestarts = faults.BrokerRestarts,
                ConnectionClosures = faults.ConnectionClosures,
                DatabaseKills = faults.DatabaseKills,
                MessagesSeen = meddler.Seen,
                Duplicated = meddler.Duplicated,
                Delayed = meddler.Delayed,
                Took = TimeProvider.System.GetElapsedTime(begun),
                Findings = [.. rest, .. await check.FindAsync(shots, cancellationToken)],
            };
        }
        finally
        {
            await (faults?.Services ?? services).StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Short patience, so that what a crash left is taken up within the run.</summary>
    internal static Dictionary<string, string> SettingsOf(ChaosOptions options) => new(options.Store?.AsEnvironment() ?? [], StringComparer.Ordinal)
    {
        ["Generator__ClaimLease"] = "00:00:04",
        ["Generator__RetryDelay"] = "00:00:00.020",
        ["Sagas__OrphanAfter"] = "00:00:05",
        ["Sagas__ClaimFor"] = "00:00:05",
        ["Shots__BudgetTimeout"] = "00:00:30",
        ["Shots__VerdictTimeout"] = "00:01:30",
        ["Transport__DeliveryLimit"] = "100",
    };

    private async Task<LocalServices> StartServicesAsync(LocalServices services, CancellationToken cancellationToken)
    {
        var settings = SettingsOf(_options);
        foreach (var (service, number) in new[]
        {
            (ServiceName.Shots, 1), (ServiceName.Shots, 2), (ServiceName.Generator, 1), (ServiceName.Generator, 2), (ServiceName.Critic, 1),
            (ServiceName.Critic, 2), (ServiceName.Budget, 1), (ServiceName.ReviewQueue, 1),
        })
        {
            services = services.With(service, number, settings);
        }

        foreach (var process in services.Processes)
        {
            var health = await process.WaitUntilReadyAsync(s_readyLimit, cancellationToken);
            if (!health.IsReady)
                throw new CannotStartLocallyException($"{process.Name} is not ready: {health.Status} {health.Trouble} Its log is {process.Log}.");
        }

        _tell(string.Create(CultureInfo.InvariantCulture, $"{services.Processes.Count} processes are ready"));
        return services;
    }

    private static IHost OpenOffice(TransportOptions transport)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddRabbitMqBus(transport, _ => { });
        return builder.Build();
    }

    private ServiceProvider OpenStore(string folder)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IModelProfiles>(ModelProfiles.BuiltIn);
        services.AddStore(_options.Store ?? new StorageOptions { DataFolder = folder }).AddShotDocuments();
        services.AddShots(new ShotsOptions());
        return services.BuildServiceProvider();
    }

    /// <summary>Waits until every shot has ended, the money is settled and the queues are empty.</summary>
    /// <returns>What did not come to rest within the limit, counted from the last shot that ended.</returns>
    private async Task<IReadOnlyList<BrokenPromise>> RestAsync(
        LocalBroker broker, MessageMeddler meddler, ServiceProvider store, IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.RestLimit);
        var archive = store.GetRequiredService<IShotArchive>();
        var ledger = store.GetRequiredService<IBudgetLedger>();
        var open = shots.ToList();
        var waitingFor = "";
        try
        {
            while (open.Count > 0)
            {
                waitingFor = string.Create(CultureInfo.InvariantCulture, $"{open.Count} shots have not ended, such as {open[0].Request.ShotId}");
                var ended = new List<ChaosShot>();
                foreach (var shot in open)
                {
                    if (await archive.FindAsync(shot.Request.Project, shot.Request.RunId, shot.Request.ShotId, limit.Token) is { Result: not null } record && HasRested(shot, record))
                        ended.Add(shot);
                }

                open = [.. open.Except(ended)];
                if (ended.Count > 0)
                    limit.CancelAfter(_options.RestLimit);
                await Task.Delay(s_pause, limit.Token);
            }

            foreach (var account in shots.Select(s => ShotIdentity.BudgetScopeOf(s.Request.Project, s.Request.RunId)).Distinct(StringComparer.Ordinal))
            {
                waitingFor = $"reservations of {account} are open";
                while ((await ledger.GetAsync(account, limit.Token)).OpenReservations > 0)
                    await Task.Delay(s_pause, limit.Token);
            }

            waitingFor = "messages are held back";
            while (!meddler.IsAtRest)
                await Task.Delay(s_pause, limit.Token);

            while ((await QueuesAsync(broker, limit.Token)).Where(q => Endpoints.All.Contains(q.Name, StringComparer.Ordinal) && q.Messages > 0).ToList() is { Count: > 0 } full)
            {
                waitingFor = $"queues are not empty: {string.Join(", ", full.Select(q => string.Create(CultureInfo.InvariantCulture, $"{q.Name} holds {q.Messages}, {q.Unacknowledged} of them taken but not acknowledged")))}";
                await Task.Delay(s_pause, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [new BrokenPromise("comes to rest", $"after {_options.RestLimit.TotalSeconds:0} s {waitingFor}")];
        }

        return
        [
            .. (await QueuesAsync(broker, cancellationToken))
                .Where(q => q.Messages > 0 && (q.Name.EndsWith("_error", StringComparison.Ordinal) || q.Name.EndsWith("_skipped", StringComparison.Ordinal)))
                .Select(q => new BrokenPromise("error queues are empty", string.Create(CultureInfo.InvariantCulture, $"{q.Name} holds {q.Messages}"))),
        ];
    }

    private static bool HasRested(ChaosShot shot, ShotRecord record) =>
        record.Result!.Round == shot.Kind.Rounds && (shot.Kind.Decision is null || record.Timeline.Any(e => e.Event == "reviewed"));

    private static async Task<IReadOnlyList<(string Name, int Messages, int Unacknowledged)>> QueuesAsync(LocalBroker broker, CancellationToken cancellationToken)
    {
        var text = await broker.ControlAsync(["list_queues", "--vhost", "recoil", "--no-table-headers", "name", "messages", "messages_unacknowledged"], cancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('\t')).Where(parts => parts.Length == 3)
            .Select(parts => (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture)))];
    }
}
