using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Recoil.Budget;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Models;
using Recoil.ReviewQueue;
using Recoil.SagaDocuments;
using Recoil.Shots;
using Recoil.Storage.Budget;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Upgrade.Tests;

/// <summary>
/// The services of today on a store of an earlier version. Sagas, budget and review queue are the real ones; the generator and the
/// critic answer every take with a good one, so that what remains to be done is soon done.
/// </summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    private const string Project = "harbour";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly Heard _heard = new();
    private readonly FakeTimeProvider _time;
    private readonly IHost _host;

    private OpenedStore(Action<IServiceCollection> registerStore, DateTimeOffset now)
    {
        _time = new FakeTimeProvider(now);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<IModelProfiles>(new OneModel())
            .AddSingleton(_heard)
            .AddSingleton(new SagaDocumentOptions())
            .AddShots(new ShotsOptions())
            .AddBudget();
        registerStore(builder.Services);
        builder.Services.AddShotDocuments();
        builder.Services.AddInMemoryBus(bus =>
        {
            bus.AddShotSagas();
            bus.AddReviewQueueConsumers();
            bus.AddBudgetConsumers();
            bus.AddConsumer<GoodGenerator>();
            bus.AddConsumer<GoodCritic>();
            bus.AddConsumer<TerminalEvents>();
        });
        _host = builder.Build();
    }

    public IBus Bus => _host.Services.GetRequiredService<IBus>();

    public IShotArchive Archive => _host.Services.GetRequiredService<IShotArchive>();

    public IReadOnlyCollection<ShotCompleted> Ends => [.. _heard.Ends.Values];

    public IReadOnlyCollection<RunCompleted> RunEnds => [.. _heard.RunEnds.Values];

    /// <summary>How many terminal events were published more than once with another content.</summary>
    public IReadOnlyCollection<string> Contradictions => _heard.Contradictions;

    /// <param name="registerStore">Registers the store that is to be opened.</param>
    /// <param name="now">The time at which the services start.</param>
    public static async Task<OpenedStore> StartAsync(Action<IServiceCollection> registerStore, DateTimeOffset now)
    {
        var opened = new OpenedStore(registerStore, now);
        await opened._host.StartAsync();
        return opened;
    }

    public Task<AccountBalance> BalanceAsync(string runId) =>
        _host.Services.GetRequiredService<IBudgetLedger>().GetAsync(ShotIdentity.BudgetScopeOf(Project, runId), default);

    public Task<(int Count, KnownCost Cost)> TakesAsync(string runId) =>
        _host.Services.GetRequiredService<ITakeLedger>().TotalAsync(ShotIdentity.BudgetScopeOf(Project, runId), default);

    public async Task<ShotRecord> ShotAsync(string runId, string shotId) =>
        await Archive.FindAsync(Project, runId, shotId, default) ?? throw new InvalidOperationException($"{runId}/{shotId} is not in the store.");

    public async Task<RunRecord?> RunAsync(string runId) => await Archive.LookUpRunAsync(Project, runId, default);

    /// <summary>Moves the time by a second, again and again, until something is so.</summary>
    /// <exception cref="TimeoutException">It is not so within two minutes.</exception>
    public Task UntilAsync(Func<Task<bool>> holds, Func<string> what) => Eventually.TrueAsync(
        async () =>
        {
            if (await holds())
                return true;
            _time.Advance(TimeSpan.FromSeconds(1));
            return false;
        },
        what,
        s_limit);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    /// <summary>The terminal events by shot and round, and by run. One that is published again is the same.</summary>
    private sealed class Heard
    {
        public ConcurrentDictionary<(string Run, string Shot, int Round), ShotCompleted> Ends { get; } = new();

        public ConcurrentDictionary<string, RunCompleted> RunEnds { get; } = new(StringComparer.Ordinal);

        public ConcurrentQueue<string> Contradictions { get; } = new();
    }

    private sealed class OneModel : IModelProfiles
    {
        public ModelProfile? Find(string model) => new() { Provider = "test", CostPerImage = 0.04m, CostPerSecond = 0.05m };
    }

    private sealed class GoodGenerator(ITakeLedger ledger, TimeProvider time) : IConsumer<GenerateTake>
    {
        private static readonly Dictionary<string, int> s_limits = new(StringComparer.Ordinal) { ["test"] = 100 };

        public async Task Consume(ConsumeContext<GenerateTake> context)
        {
            var take = context.Message;
            var now = time.GetUtcNow();
            var (record, _) = await ledger.EnqueueAsync(
                new TakeRecord
                {
                    TakeId = take.TakeId,
                    CorrelationId = take.CorrelationId,
                    Account = ShotIdentity.BudgetScopeOf(take.Project, take.RunId),
                    QueuedAt = now,
                    Provider = "test",
                    Request = take,
                },
                lease: null, context.CancellationToken);
            foreach (var claimed in await ledger.ClaimAsync(new TakeLease("generator-2", now.AddMinutes(20)), s_limits, PausedWork.None, now, context.CancellationToken))
                await ledger.EndAsync(claimed.Claim, ResultOf(claimed.Take.Request!), now, context.CancellationToken);
            await context.Publish(record.Result ?? ResultOf(take));
        }

        private static GenerationCompleted ResultOf(GenerateTake take) => new()
        {
            CorrelationId = take.CorrelationId,
            TakeId = take.TakeId,
            Success = !take.OnlyIfBought,
            Output = take.OnlyIfBought ? null : $"{take.ShotId}_a{take.Attempt}t{take.Take}.png",
            Cost = take.OnlyIfBought ? 0 : 0.03m,
        };
    }

    private sealed class GoodCritic : IConsumer<CritiqueTake>
    {
        public Task Consume(ConsumeContext<CritiqueTake> context) => context.Publish(new CriticVerdict
        {
            CorrelationId = context.Message.CorrelationId,
            TakeId = context.Message.TakeId,
            Success = true,
            Gate = new GateVerdict { Passed = true },
            Score = 1,
        });
    }

    private sealed class TerminalEvents(Heard heard) : IConsumer<ShotCompleted>, IConsumer<RunCompleted>
    {
        public Task Consume(ConsumeContext<ShotCompleted> context)
        {
            var end = context.Message;
            var first = heard.Ends.GetOrAdd((end.RunId, end.ShotId, end.Round), end);
            if ((first.Status, first.CostUsd, first.OpId) != (end.Status, end.CostUsd, end.OpId))
                heard.Contradictions.Enqueue($"{first} and {end}");
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<RunCompleted> context)
        {
            heard.RunEnds[context.Message.RunId] = context.Message;
            return Task.CompletedTask;
        }
    }
}
