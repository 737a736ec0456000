using System.Globalization;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Recoil.Chaos.Faults;
using Recoil.Chaos.Promises;
using Recoil.Chaos.Shots;
using Recoil.Contracts;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local;
using Recoil.Local.Broker;
using Recoil.Local.Processes;
using Recoil.Models;
using Recoil.Shots;
using Recoil.Storage.Budget;
using Recoil.Storage.Failures;
using Recoil.Storage.Reviews;
using Recoil.Storage.Steering;

namespace Recoil.Chaos;

/// <summary>
/// Runs shots through the real services on a real broker while killing services, restarting the broker, and duplicating and delaying
/// messages. Then it checks the guarantees.
/// </summary>
public sealed class ChaosRun
{
    private static readonly TimeSpan s_readyTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly ChaosOptions _options;
    private readonly Action<string> _log;

    /// <param name="options">The load and the faults.</param>
    /// <param name="log">Receives progress, one line at a time.</param>
    public ChaosRun(ChaosOptions options, Action<string> log)
    {
        _options = options with { DataFolder = Path.GetFullPath(options.DataFolder) };
        if (options.Broker is not null)
            _options = _options with { BrokerRestarts = 0, ConnectionClosures = 0 };
        _log = log;
    }

    /// <summary>Runs to completion and stops every process it started.</summary>
    /// <exception cref="CannotStartLocallyException">The broker or a service cannot run here.</exception>
    public async Task<ChaosReport> RunAsync(CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var broker = await ChaosBroker.StartAsync(_options, cancellationToken);
        var services = new LocalServices { DataFolder = _options.DataFolder, Transport = broker.Transport, OwnsBroker = broker.Own is not null };
        ProcessFaultInjector? processFaults = null;
        EmulatedMarket? market = null;
        try
        {
            if (_options.Emulators)
                market = await EmulatedMarket.OpenAsync(_options.DataFolder, _options.Seed, cancellationToken);
            services = await StartServicesAsync(services, market, cancellationToken);
            processFaults = new ProcessFaultInjector(_options, broker, services, _log, SettingsOf(_options, market));
            await using var events = new TerminalEvents(broker.Transport);
            await events.StartAsync(cancellationToken);
            await using var messageFaults = new MessageFaultInjector(broker.Transport, _options);
            await messageFaults.StartAsync(cancellationToken);
            await using var store = OpenStore(services.StoreFolder);

            var shots = market is null
                ? ChaosShots.Plan(_options.Shots, _options.Seed)
                : EmulatedShots.Plan(_options.Shots, market.Providers.Select(provider => provider.Name).ToHashSet(StringComparer.Ordinal), market.Picture);
            using var bus = BuildBus(broker.Transport);
            await bus.StartAsync(cancellationToken);
            var client = new ChaosClient(bus.Services.GetRequiredService<IBus>(), store.GetRequiredService<IReviewEntries>(), _options, _log);
            using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var deciding = client.DecideReviewsAsync(shots, closing.Token);
            var remaking = client.RemakeAsync(shots, store.GetRequiredService<IShotArchive>(), closing.Token);
            await Task.WhenAll(client.RequestAsync(shots, cancellationToken), client.SteerAsync(shots, cancellationToken), processFaults.RunAsync(cancellationToken));
            messageFaults.Disable();
            _log("All faults injected; waiting until the services have finished");
            var unfinished = await DrainAsync(broker, messageFaults, store, shots, cancellationToken);
            await closing.CancelAsync();
            await deciding;
            await remaking;
            await bus.StopAsync(cancellationToken);
            var broken = market is null
                ? await new PromiseCheck(store, events.Received, ProviderJobFile.Read(services.DataFolder)).FindAsync(shots, cancellationToken)
                : await new EmulatedPromises(store, events.Received, market, services.LogFolder).FindAsync(shots, cancellationToken);
            return new ChaosReport
            {
                Seed = _options.Seed,
                Shots = shots.Count,
                Kills = processFaults.Kills.ToDictionary(StringComparer.Ordinal),
                BrokerRestarts = processFaults.BrokerRestarts,
                ConnectionClosures = processFaults.ConnectionClosures,
                DatabaseKills = processFaults.DatabaseKills,
                NodeKills = processFaults.NodeKills,
                MessagesSeen = messageFaults.Seen,
                Duplicated = messageFaults.Duplicated,
                Delayed = messageFaults.Delayed,
                Sold = market?.Providers.ToDictionary(provider => provider.Name, provider => provider.Bought.Count, StringComparer.Ordinal) ?? [],
                Took = TimeProvider.System.GetElapsedTime(begun),
                Findings =
                [
                    .. unfinished,
                    .. broken,
                    .. await client.CheckSteeringAsync(store.GetRequiredService<IPauses>(), store.GetRequiredService<IPriorities>(), cancellationToken),
                ],
            };
        }
        finally
        {
            await (processFaults?.Services ?? services).StopAsync(CancellationToken.None);
            if (market is not null)
                await market.DisposeAsync();
        }
    }

    /// <summary>Short timeouts, so that work left by a crash is resumed within the run.</summary>
    internal static Dictionary<string, string> SettingsOf(ChaosOptions options, EmulatedMarket? market) => new(
        (options.Store?.AsEnvironment() ?? []).Concat(market is null ? [] : [KeyValuePair.Create("Providers__File", market.AccountsFile), KeyValuePair.Create("Artifacts__Roots", Path.GetDirectoryName(market.Picture)!)]),
        StringComparer.Ordinal)
    {
        ["Generator__ClaimLease"] = "00:00:04",
        ["Generator__RetryDelay"] = "00:00:00.020",
        ["Sagas__OrphanAfter"] = "00:00:05",
        ["Sagas__ClaimFor"] = "00:00:05",
        ["Shots__BudgetTimeout"] = "00:00:30",
        ["Shots__VerdictTimeout"] = "00:01:30",
        ["Transport__DeliveryLimit"] = "100",
    };

    private async Task<LocalServices> StartServicesAsync(LocalServices services, EmulatedMarket? market, CancellationToken cancellationToken)
    {
        var settings = SettingsOf(_options, market);
        foreach (var (service, number) in new[]
        {
            (ServiceName.Shots, 1), (ServiceName.Shots, 2), (ServiceName.Generator, 1), (ServiceName.Generator, 2), (ServiceName.Critic, 1),
            (ServiceName.Critic, 2), (ServiceName.Budget, 1), (ServiceName.ReviewQueue, 1),
        })
        {
            services = services.StartProcess(service, number, settings);
        }

        foreach (var process in services.Processes)
        {
            var health = await process.WaitUntilReadyAsync(s_readyTimeout, cancellationToken);
            if (!health.IsReady)
                throw new CannotStartLocallyException($"{process.Name} is not ready: {health.Status} {health.Problems} Its log is {process.Log}.");
        }

        _log(string.Create(CultureInfo.InvariantCulture, $"{services.Processes.Count} processes are ready"));
        return services;
    }

    private static IHost BuildBus(TransportOptions transport)
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

    /// <summary>Waits until every shot has ended, every reservation is settled and the queues are empty.</summary>
    /// <returns>The work that was not finished within the timeout, and messages in error queues.</returns>
    private async Task<IReadOnlyList<BrokenPromise>> DrainAsync(
        ChaosBroker broker, MessageFaultInjector messageFaults, ServiceProvider store, IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.DrainTimeout);
        var archive = store.GetRequiredService<IShotArchive>();
        var ledger = store.GetRequiredService<IBudgetLedger>();
        var open = shots.ToList();
        var pending = "";
        try
        {
            while (open.Count > 0)
            {
                pending = string.Create(CultureInfo.InvariantCulture, $"{open.Count} shots have not ended, such as {open[0].Request.ShotId}");
                var ended = new List<ChaosShot>();
                foreach (var shot in open)
                {
                    if (await archive.FindAsync(shot.Request.Project, shot.Request.RunId, shot.Request.ShotId, limit.Token) is { Result: not null } record && IsDone(shot, record))
                        ended.Add(shot);
                }

                open = [.. open.Except(ended)];
                if (ended.Count > 0)
                    limit.CancelAfter(_options.DrainTimeout);
                await Task.Delay(s_pause, limit.Token);
            }

            foreach (var account in shots.Select(s => ShotIdentity.BudgetScopeOf(s.Request.Project, s.Request.RunId)).Distinct(StringComparer.Ordinal))
            {
                pending = $"account {account} has open reservations";
                while ((await ledger.GetAsync(account, limit.Token)).OpenReservations > 0)
                    await Task.Delay(s_pause, limit.Token);
            }

            pending = "the fault injector holds messages back";
            while (!messageFaults.IsIdle)
                await Task.Delay(s_pause, limit.Token);

            while ((await broker.QueuesAsync(limit.Token)).Where(q => Endpoints.All.Contains(q.Name, StringComparer.Ordinal) && q.Messages > 0).ToList() is { Count: > 0 } full)
            {
                pending = $"queues are not empty: {string.Join(", ", full.Select(q => string.Create(CultureInfo.InvariantCulture, $"{q.Name} holds {q.Messages}, {q.Unacknowledged} of them unacknowledged")))}";
                await Task.Delay(s_pause, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [new BrokenPromise("all work finishes", $"after {_options.DrainTimeout.TotalSeconds:0} s {pending}")];
        }

        return
        [
            .. (await broker.QueuesAsync(cancellationToken))
                .Where(q => q.Messages > 0 && (q.Name.EndsWith("_error", StringComparison.Ordinal) || q.Name.EndsWith("_skipped", StringComparison.Ordinal)))
                .Select(q => new BrokenPromise("error queues are empty", string.Create(CultureInfo.InvariantCulture, $"{q.Name} holds {q.Messages}"))),
            .. (await store.GetRequiredService<IFailedMessages>().ListAsync(after: null, limit: 10, cancellationToken))
                .Select(failed => new BrokenPromise("no message fails", $"{failed.Type} of {failed.Queue}: {failed.Cause}")),
        ];
    }

    private static bool IsDone(ChaosShot shot, ShotRecord record) =>
        record.Result!.Round == shot.Rounds && (shot.Kind.Decision is null || record.Timeline.Any(e => e.Event == "reviewed"));
}
