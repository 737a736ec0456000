using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Recoil.Artifacts;
using Recoil.Budget;
using Recoil.Cli.Commands;
using Recoil.Contracts;
using Recoil.Critic;
using Recoil.Generator;
using Recoil.Hosting.Logging;
using Recoil.Hosting.Telemetry;
using Recoil.Hosting.Transport;
using Recoil.Models;
using Recoil.Reports;
using Recoil.ReviewQueue;
using Recoil.SagaDocuments;
using Recoil.Shots;
using Recoil.Storage;
using Recoil.Storage.Embedded;
using Recoil.Storage.Steering;

namespace Recoil.Cli.Running;

/// <summary>All five services in this process, on MassTransit's in-memory transport and the embedded store.</summary>
internal sealed class EpisodeHost : IEpisodeHost
{
    private readonly DataFolderLock _lock;
    private readonly IHost _host;
    private readonly EpisodeWatch _watch;

    private EpisodeHost(DataFolderLock locked, IHost host, EpisodeWatch watch)
    {
        _lock = locked;
        _host = host;
        _watch = watch;
    }

    private StoredRuns Stored => _host.Services.GetRequiredService<StoredRuns>();

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
            await ResumeAsync(host.Services, cancellationToken);
            await host.StartAsync(cancellationToken);
            return new EpisodeHost(locked, host, watch);
        }
        catch (Exception failure)
        {
            if (host is not null)
            {
                await host.Services.ShutDownTelemetryAsync();
                host.Dispose();
            }

            locked?.Dispose();
            if (failure is StorageUnavailableException)
                throw new CannotStartException(failure.Message, failure);
            throw;
        }
    }

    /// <summary>Whoever gives the command again has mended what an account was paused for.</summary>
    private static async Task ResumeAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var pauses = services.GetRequiredService<IPauses>();
        foreach (var pause in await pauses.ListAsync(cancellationToken))
            await pauses.ResumeAsync(pause.What, services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
    }

    public async Task<RunCompleted> RunAsync(
        RunRequested run, Action<ShotProgressed> progressed, Action<ShotCompleted> completed, CancellationToken cancellationToken)
    {
        await Stored.RefuseAnotherAsync(run, "name another folder with --data", cancellationToken);
        var end = _watch.Watch(run, progressed, completed);
        await _host.Services.GetRequiredService<IBus>().Publish(run, cancellationToken);
        try
        {
            var result = await end.WaitAsync(cancellationToken);
            await Stored.RestAsync(run, cancellationToken);
            return result;
        }
        catch (StorageUnavailableException unavailable)
        {
            throw new CannotStartException($"{unavailable.Message} Finished work is kept: give the same command again to resume.", unavailable);
        }
    }

    public Task<RunSnapshot> ReadAsync(RunRequested run, CancellationToken cancellationToken) => Stored.ReadAsync(run, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.Services.ShutDownTelemetryAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        _lock.Dispose();
    }

    private static IHost Build(EpisodeHostOptions options, EpisodeWatch watch)
    {
        var critic = new CriticOptions { Concurrency = Math.Clamp(options.Parallel, 1, Environment.ProcessorCount) };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.Services
            .AddTextWriterLog(options.LogLevel, options.Log)
            .AddRecoilTelemetry("run", builder.Configuration)
            .AddSingleton(watch)
            .AddSingleton<IModelProfiles>(options.Models)
            .AddSingleton(new SagaDocumentOptions { TransportKeepsMessages = false, OrphanAfter = TimeSpan.FromDays(1) })
            .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = options.DataFolder })
            .AddShotDocuments()
            .AddShots(new ShotsOptions { PublishProgress = true })
            // The bus is in this process: nobody else names files.
            .AddArtifacts(new ArtifactOptions { Folder = options.OutputFolder, Roots = "/" })
            .AddGenerator(
                new GeneratorOptions
                {
                    WorkFolder = Path.Combine(options.DataFolder, "work"),
                    JobFolder = Path.Combine(options.DataFolder, "animatic"),
                    AbandonClaimsOfOthers = true,
                    OnStoreFailure = watch.Fail,
                    OnAccountPaused = why => watch.Fail(new CommandFailedException(
                        $"{char.ToUpperInvariant(why[0])}{why[1..].TrimEnd('.')}. Mend that and give the same command again: finished work is kept.") { ExitCode = ExitCode.Failed }),
                    OnDiskFailure = why => watch.Fail(new StorageUnavailableException(
                        $"{options.OutputFolder}: takes cannot be kept there ({why.TrimEnd('.')}). Free some space or name another folder with --out.")),
                },
                options.Accounts)
            .AddCritic(critic)
            .AddJudges(critic, options.Accounts)
            .AddBudget()
            .AddSingleton<StoredRuns>()
            .AddInMemoryBus(bus =>
            {
                bus.AddShotSagas();
                bus.AddGeneratorConsumers();
                bus.AddCriticConsumers();
                bus.AddBudgetConsumers();
                bus.AddReviewQueueConsumers();
                bus.AddConsumer<EpisodeWatcher>();
            }, watch.Fail);
        return builder.Build();
    }
}
