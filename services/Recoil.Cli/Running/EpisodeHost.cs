using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Recoil.Budget;
using Recoil.Contracts;
using Recoil.Critic;
using Recoil.Generator;
using Recoil.Hosting.Logging;
using Recoil.Hosting.Models;
using Recoil.Hosting.Telemetry;
using Recoil.Hosting.Transport;
using Recoil.ReviewQueue;
using Recoil.SagaDocuments;
using Recoil.Shots;
using Recoil.Storage;
using Recoil.Storage.Budget;
using Recoil.Storage.Embedded;
using Recoil.Storage.Reviews;

namespace Recoil.Cli.Running;

/// <summary>All five services in this process, on MassTransit's in-memory transport and the embedded store.</summary>
internal sealed class EpisodeHost : IEpisodeHost
{
    private static readonly TimeSpan s_settleLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly DataFolderLock _lock;
    private readonly IHost _host;
    private readonly EpisodeWatch _watch;

    private EpisodeHost(DataFolderLock locked, IHost host, EpisodeWatch watch)
    {
        _lock = locked;
        _host = host;
        _watch = watch;
    }

    /// <summary>Starts the services.</summary>
    /// <exception cref="CannotStartException">The data folder cannot be used; the message says why.</exception>
    public static async Task<IEpisodeHost> StartAsync(EpisodeHostOptions options, CancellationToken cancellationToken)
    {
        DataFolderLock? locked = null;
        IHost? host = null;
        try
        {
            locked = DataFolderLock.Acquire(options.DataFolder);
            var watch = new EpisodeWatch();
            host = Build(options, watch);
            var bus = host.Services.GetRequiredService<IBusControl>();
            bus.ConnectConsumeObserver(watch);
            await host.StartAsync(cancellationToken);
            return new EpisodeHost(locked, host, watch);
        }
        catch (StorageUnavailableException unavailable)
        {
            host?.Dispose();
            locked?.Dispose();
            throw new CannotStartException(unavailable.Message, unavailable);
        }
        catch
        {
            host?.Dispose();
            locked?.Dispose();
            throw;
        }
    }

    public async Task<RunCompleted> RunAsync(
        RunRequested run, Action<ShotProgressed> progressed, Action<ShotCompleted> completed, CancellationToken cancellationToken)
    {
        var archive = _host.Services.GetRequiredService<IShotArchive>();
        if (await archive.FindRunAsync(run.Project, run.RunId, cancellationToken) is { } begun && !IsSame(begun, run))
        {
            throw new CannotStartException(
                $"Run {run.RunId} of {run.Project} was begun with other shots or settings. Give this plan another run_id, or name another folder with --data.");
        }

        var end = _watch.Watch(run, progressed, completed);
        await _host.Services.GetRequiredService<IBus>().Publish(run, cancellationToken);
        try
        {
            var result = await end.WaitAsync(cancellationToken);
            await RestAsync(run, cancellationToken);
            return result;
        }
        catch (StorageUnavailableException unavailable)
        {
            throw new CannotStartException($"{unavailable.Message} What was done until then is kept: give the same command again to go on.", unavailable);
        }
    }

    public async Task<RunSnapshot> ReadAsync(RunRequested run, CancellationToken cancellationToken)
    {
        var archive = _host.Services.GetRequiredService<IShotArchive>();
        var shots = new List<ShotSnapshot>(run.Shots.Count);
        foreach (var fields in run.Shots)
        {
            var shot = await archive.FindAsync(run.Project, run.RunId, fields.ShotId, cancellationToken);
            shots.Add(new ShotSnapshot(fields, shot?.Result, shot?.Timeline ?? [], shot?.Ops ?? [], shot?.SoftenedPrompt));
        }

        var reviews = await _host.Services.GetRequiredService<IReviewEntries>().ListAsync(run.Project, run.RunId, cancellationToken);
        return new RunSnapshot(run, shots, reviews, await BalanceAsync(run, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        _lock.Dispose();
    }

    /// <summary>The end of the last shot is told before the last money is settled and the last entry is queued.</summary>
    private async Task RestAsync(RunRequested run, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_settleLimit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while ((await BalanceAsync(run, either.Token)).OpenReservations > 0 || !await ReviewsAreThereAsync(run, either.Token))
                await Task.Delay(s_pause, either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException(
                $"Run {run.RunId} has ended, but its money or its review entries did not come to rest within {s_settleLimit.TotalSeconds:F0} s.", late);
        }
    }

    private Task<AccountBalance> BalanceAsync(RunRequested run, CancellationToken cancellationToken) =>
        _host.Services.GetRequiredService<IBudgetLedger>().GetAsync(ShotIdentity.BudgetScopeOf(run.Project, run.RunId), cancellationToken);

    private async Task<bool> ReviewsAreThereAsync(RunRequested run, CancellationToken cancellationToken)
    {
        var snapshot = await ReadAsync(run, cancellationToken);
        var there = snapshot.Reviews.Select(r => r.ReviewId).ToHashSet();
        return snapshot.Shots.All(s => s.Result?.ReviewQueueId is not { } id || there.Contains(id));
    }

    /// <summary>A run may go on with another number of shots at once; everything else belongs to what was begun.</summary>
    private static bool IsSame(RunRequested begun, RunRequested asked) =>
        Canonical(begun) == Canonical(asked with { MaxParallel = begun.MaxParallel });

    private static string Canonical(RunRequested run) => System.Text.Json.JsonSerializer.Serialize(run);

    private static IHost Build(EpisodeHostOptions options, EpisodeWatch watch)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddTextWriter(options.LogLevel, options.Log);
        builder.Services
            .AddRecoilTelemetry("run")
            .AddSingleton(watch)
            .AddSingleton<IModelProfiles>(options.Models)
            .AddSingleton(new SagaDocumentOptions { TransportKeepsMessages = false, OrphanAfter = TimeSpan.FromDays(1) })
            .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = options.DataFolder })
            .AddEmbeddedShotDocuments()
            .AddShots(new ShotsOptions { PublishProgress = true })
            .AddGenerator(new GeneratorOptions
            {
                OutputFolder = options.OutputFolder,
                JobFolder = Path.Combine(options.DataFolder, "animatic"),
                Concurrency = Math.Clamp(options.Parallel, 1, Environment.ProcessorCount),
                AbandonClaimsOfOthers = true,
                OnDiskTrouble = why => watch.Fail(new StorageUnavailableException(
                    $"{options.OutputFolder}: takes cannot be kept there ({why.TrimEnd('.')}). Free some space or name another folder with --out.")),
            })
            .AddCritic(new CriticOptions { Concurrency = Math.Clamp(options.Parallel, 1, Environment.ProcessorCount) })
            .AddBudget()
            .AddInMemoryBus(bus =>
            {
                bus.AddShotSagas();
                bus.AddGeneratorConsumers();
                bus.AddCriticConsumers();
                bus.AddBudgetConsumers();
                bus.AddReviewQueueConsumers();
                bus.AddConsumer<EpisodeWatcher>();
            });
        return builder.Build();
    }
}
