using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Recoil.Artifacts;
using Recoil.Budget;
using Recoil.Contracts;
using Recoil.Generator;
using Recoil.Hosting.Retention;
using Recoil.Hosting.Transport;
using Recoil.Models;
using Recoil.Providers.Accounts;
using Recoil.ReviewQueue;
using Recoil.SagaDocuments;
using Recoil.Shots;
using Recoil.Storage.Budget;
using Recoil.Storage.Reviews;
using Recoil.Storage.Takes;
using Recoil.Storage;

namespace Recoil.Retention.Tests;

/// <summary>All services in one process, with their retention and with a clock that the test moves. The critic is one who leaves some shots to people.</summary>
internal sealed class Farm : IAsyncDisposable
{
    public const string Project = "harbour";
    public const string Run = "run-1";

    /// <summary>What the critic leaves to people begins so.</summary>
    public const string Doubtful = "DOUBT";

    private readonly FakeTimeProvider _time;
    private readonly IHost _host;

    private Farm(Action<IServiceCollection> registerStore, ArtifactOptions artifacts, string folder, DateTimeOffset now)
    {
        _time = new FakeTimeProvider(now);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<IModelProfiles>(ModelProfiles.BuiltIn)
            .AddSingleton(new SagaDocumentOptions())
            .AddArtifacts(artifacts)
            .AddShots(new ShotsOptions())
            .AddBudget()
            .AddGenerator(new GeneratorOptions { WorkFolder = Path.Combine(folder, "work"), JobFolder = Path.Combine(folder, "jobs"), FolderByRun = true }, ProviderAccounts.Usual)
            .AddBudgetRetention(Retention)
            .AddGeneratorRetention(Retention)
            .AddReviewQueueRetention(Retention);
        registerStore(builder.Services);
        builder.Services.AddShotDocuments();
        builder.Services.AddInMemoryBus(bus =>
        {
            bus.AddShotSagas();
            bus.AddReviewQueueConsumers();
            bus.AddBudgetConsumers();
            bus.AddGeneratorConsumers();
            bus.AddConsumer<Critic>();
        });
        _host = builder.Build();
    }

    public static RetentionOptions Retention { get; } = new() { Artifacts = TimeSpan.FromDays(120) };

    public IArtifactStore Artifacts => Get<IArtifactStore>();

    public IReviewEntries Reviews => Get<IReviewEntries>();

    /// <param name="registerStore">Registers the store.</param>
    /// <param name="artifacts">Where the artifacts are.</param>
    /// <param name="folder">For what the services leave on the disk.</param>
    /// <param name="now">The time at which they start.</param>
    public static async Task<Farm> StartAsync(Action<IServiceCollection> registerStore, ArtifactOptions artifacts, string folder, DateTimeOffset now)
    {
        var farm = new Farm(registerStore, artifacts, folder, now);
        await farm._host.StartAsync();
        return farm;
    }

    public Task PublishAsync<T>(T message) where T : class => Get<IBus>().Publish(message);

    public Task<ShotRecord?> ShotAsync(string shotId) => Get<IShotArchive>().FindAsync(Project, Run, shotId, default);

    public Task<AccountBalance> BalanceAsync() => Get<IBudgetLedger>().GetAsync(ShotIdentity.BudgetScopeOf(Project, Run), default);

    public async Task<int> CountTakesAsync() => (await Get<ITakeLedger>().TotalAsync(ShotIdentity.BudgetScopeOf(Project, Run), default)).Count;

    /// <summary>How many sagas, takes and reviews there are.</summary>
    public async Task<int> CountDocumentsAsync()
    {
        var count = 0;
        await Get<IStoredDocuments>().ReadAsync(document => count += document.Length > 0 ? 1 : 0, default);
        return count;
    }

    public async Task<ArtifactReference> PutAsync(byte[] content, string label)
    {
        using var stream = new MemoryStream(content);
        return ArtifactReference.Of(await Artifacts.PutAsync(stream, ".png", null, default), label);
    }

    public Task<bool> IsKeptAsync(string? reference) => ArtifactReference.TryParse(reference, out var artifact)
        ? Artifacts.ExistsAsync(artifact.Name, default)
        : throw new ArgumentException($"\"{reference}\" names no artifact.", nameof(reference));

    /// <summary>Moves the time by seconds until something is so.</summary>
    public Task UntilAsync(Func<Task<bool>> holds, string what) => UntilAsync(holds, what, _ => TimeSpan.FromSeconds(1));

    /// <summary>Moves the time until something is so: by an hour, then by seconds for what was begun to come to its end, and again.</summary>
    public Task UntilLaterAsync(Func<Task<bool>> holds, string what) =>
        UntilAsync(holds, what, step => step % 5 == 0 ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(5));

    private Task UntilAsync(Func<Task<bool>> holds, string what, Func<int, TimeSpan> next)
    {
        var steps = 0;
        return Eventually.TrueAsync(
            async () =>
            {
                if (await holds())
                    return true;
                _time.Advance(next(steps++));
                return false;
            },
            () => what,
            TimeSpan.FromMinutes(2));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    private T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    private sealed class Critic : IConsumer<CritiqueTake>
    {
        public Task Consume(ConsumeContext<CritiqueTake> context) => context.Publish(new CriticVerdict
        {
            CorrelationId = context.Message.CorrelationId,
            TakeId = context.Message.TakeId,
            Success = true,
            Gate = new GateVerdict { Passed = true },
            Score = 1,
            FinalState = context.Message.ShotId.StartsWith(Doubtful, StringComparison.Ordinal) ? "pending_qc" : null,
        });
    }
}
