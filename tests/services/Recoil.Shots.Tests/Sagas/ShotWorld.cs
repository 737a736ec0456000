using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Testing;
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
using Recoil.Shots.Runs;
using Recoil.Shots.Softening;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Budget;
using Recoil.Storage.Embedded;
using Recoil.Storage.Reviews;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;
using Recoil.Storage.Takes;

namespace Recoil.Shots.Tests.Sagas;

/// <summary>The sagas, budget and review queue as they are; generator and critic answer as a test says. Time stands still until moved.</summary>
internal sealed class ShotWorld : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private readonly TemporaryStore _store = new();
    private readonly Answers _answers = new();
    private readonly HandledMessages _handled = new();
    private readonly ReceivedMessages _received = new();
    private IHost _host = null!;

    /// <summary>What the generator answers; null for silence.</summary>
    public Func<GenerateTake, GenerationCompleted?> Generator { init => _answers.Generator = value; }

    /// <summary>What the critic answers; null for silence.</summary>
    public Func<CritiqueTake, CriticVerdict?> Critic { init => _answers.Critic = value; }

    /// <summary>From now on the sagas cannot look a model's profile up, so most of their steps fail.</summary>
    public bool ProfilesAreAway { set => _answers.ProfilesAreAway = value; }

    /// <summary>Which shots of a run may start cannot be found out.</summary>
    public bool PlansAreUnreadable { set => _answers.PlansAreUnreadable = value; }

    /// <summary>What every step of a run waits for that takes ends in; such a step finds none but its own.</summary>
    public Task? StepsOfRunsWaitFor { set => _answers.StepsOfRunsWaitFor = value; }

    /// <summary>How often a shot of a run has been looked up.</summary>
    public int ShotsOfRunsFound => Volatile.Read(ref _answers.ShotsOfRunsFound);

    /// <summary>No take can be looked up.</summary>
    public bool TakesAreUnreadable { set => _answers.TakesAreUnreadable = value; }

    /// <summary>The take that is found from now on, whichever is looked up.</summary>
    public TakeRecord FoundTake { set => _answers.FoundTake = value; }

    /// <summary>So many steps keep an accepted take, and then fail.</summary>
    public int FailingAcceptances { set => _answers.FailingAcceptances = value; }

    /// <summary>The test itself sends a message that breaks a rule.</summary>
    public bool SendsWhatIsRefused { get; init; }

    public ISoftener? Softener { get; init; }

    /// <summary>Takes are begun and ended in the ledger, as the real generator does.</summary>
    public bool GeneratorKeepsLedger { init => _answers.KeepsLedger = value; }

    /// <summary>Without it no reservation is answered.</summary>
    public bool WithBudgetService { get; init; } = true;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public IBus Bus => _host.Services.GetRequiredService<IBus>();

    public ITakeLedger Takes => _host.Services.GetRequiredService<ITakeLedger>();

    public IReadOnlyCollection<GenerateTake> Dispatched => _answers.Dispatched;

    public IReadOnlyCollection<ShotCompleted> Ended => _answers.Ended;

    public IReadOnlyCollection<RunCompleted> RunsEnded => _answers.RunsEnded;

    public IReadOnlyCollection<ReserveBudget> Reservations => _answers.Reservations;

    /// <summary>How many such reservations the budget service has handled.</summary>
    public int Handled(Func<ReserveBudget, bool> which) => _handled.Reservations.Count(which);

    public IReadOnlyCollection<SettleBudget> Settlements => _answers.Settlements;

    public IReadOnlyCollection<ReviewClosed> Closed => _answers.Closed;

    public IReadOnlyCollection<CancelShot> CancelsHeard => _answers.Cancels;

    /// <summary>How often a run asked for its money, and with what.</summary>
    public IReadOnlyCollection<ReserveRunBudget> Admissions => _answers.Admissions;

    public IProjectBudgets Projects => _host.Services.GetRequiredService<IProjectBudgets>();

    public IApprovedShots ApprovedShots => _host.Services.GetRequiredService<IApprovedShots>();

    /// <summary>How often an accepted take was written or withdrawn.</summary>
    public long ApprovedShotWrites => _host.Services.GetRequiredService<EmbeddedStoreStatistics>().ApprovedShotWrites;

    public IShotArchive Archive => _host.Services.GetRequiredService<IShotArchive>();

    public async Task<ShotWorld> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(_answers)
            .AddSingleton<IModelProfiles>(_answers)
            .AddSingleton(new SagaDocumentOptions { TransportKeepsMessages = false, OrphanAfter = TimeSpan.FromDays(1) })
            .AddShots(new ShotsOptions { PublishProgress = true })
            .AddBudget();
        if (Softener is not null)
            builder.Services.AddSingleton(Softener);
        _store.Register(builder.Services);
        var ledger = builder.Services.Last(service => service.ServiceType == typeof(ITakeLedger)).ImplementationType!;
        builder.Services.AddSingleton(provider => Spoiled<ITakeLedger>.Of(
            (ITakeLedger)ActivatorUtilities.CreateInstance(provider, ledger),
            call => call != nameof(ITakeLedger.FindAsync) ? null
                : _answers.TakesAreUnreadable ? throw new InvalidDataException("The take cannot be read.")
                : _answers.FoundTake is { } found ? Task.FromResult<TakeRecord?>(found) : null));
        var shots = builder.Services.Last(service => service.ServiceType == typeof(IRunShots)).ImplementationType!;
        builder.Services.AddSingleton(provider => Spoiled<IRunShots>.Of(
            (IRunShots)ActivatorUtilities.CreateInstance(provider, shots),
            _answers.OfRunShots));
        var approved = builder.Services.Last(service => service.ServiceType == typeof(IApprovedShots)).ImplementationType!;
        builder.Services.AddSingleton<IApprovedShots>(provider => new FailingApprovedShots((IApprovedShots)ActivatorUtilities.CreateInstance(provider, approved), _answers));
        builder.Services.AddInMemoryBus(bus =>
        {
            bus.AddShotSagas();
            bus.AddReviewQueueConsumers();
            if (WithBudgetService)
                bus.AddBudgetConsumers();
            bus.AddConsumer<AnsweringGenerator>();
            bus.AddConsumer<AnsweringCritic>();
            bus.AddConsumer<Listener>();
        });
        _host = builder.Build();
        var bus = _host.Services.GetRequiredService<IBusControl>();
        bus.ConnectConsumeObserver(_handled);
        bus.ConnectConsumeObserver(_received);
        await _host.StartAsync();
        return this;
    }

    public static ShotRequested Shot(string shotId = "SH010") => new()
    {
        Project = "harbour",
        RunId = "run",
        ShotId = shotId,
        Prompt = "Mara waits at the pier",
        Model = "model",
        EpisodeCap = 100,
        ShotCap = 10,
    };

    public static Guid IdOf(ShotRequested shot) => ShotIdentity.OfShot(shot.Project, shot.RunId, shot.ShotId);

    /// <summary>A take that came out.</summary>
    public static GenerationCompleted Made(GenerateTake take, decimal cost = 0.04m) => new()
    {
        CorrelationId = take.CorrelationId,
        TakeId = take.TakeId,
        Success = true,
        Output = $"{take.ShotId}_a{take.Attempt}t{take.Take}.png",
        Cost = cost,
    };

    /// <summary>A take that its machine could not make.</summary>
    public static GenerationCompleted Broken(GenerateTake take) => new()
    {
        CorrelationId = take.CorrelationId,
        TakeId = take.TakeId,
        Success = false,
        Cost = 0,
        Fault = "the disk failed",
    };

    public static CriticVerdict Passed(CritiqueTake take) => new()
    {
        CorrelationId = take.CorrelationId,
        TakeId = take.TakeId,
        Success = true,
        Gate = new GateVerdict { Passed = true },
        Score = 1,
    };

    public static CriticVerdict Failed(CritiqueTake take, FailureMode mode) => new()
    {
        CorrelationId = take.CorrelationId,
        TakeId = take.TakeId,
        Success = false,
        Gate = new GateVerdict { Passed = false, DominantFailureMode = mode, HardFailures = [SnakeCase.Of(mode)] },
        Score = 0.2,
    };

    public Task UntilAsync(Func<bool> fits, string what) =>
        Eventually.GetAsync(() => Task.FromResult(fits()), yes => yes, s_limit).ContinueWith(
            task => task.IsFaulted ? throw new TimeoutException($"Not within {s_limit}: {what}", task.Exception) : task, TaskScheduler.Default).Unwrap();

    public async Task<ShotCompleted> EndOfAsync(ShotRequested shot)
    {
        await UntilAsync(() => Ended.Any(e => e.ShotId == shot.ShotId), $"end of {shot.ShotId}");
        return Ended.First(e => e.ShotId == shot.ShotId);
    }

    public async Task<ShotCompleted> EndOfRoundAsync(ShotRequested shot, int round)
    {
        await UntilAsync(() => Ended.Any(e => e.ShotId == shot.ShotId && e.Round == round), $"end of round {round} of {shot.ShotId}");
        return Ended.First(e => e.ShotId == shot.ShotId && e.Round == round);
    }

    /// <summary>A take in the making: what a generator writes down before it buys.</summary>
    public async Task<TakeClaim> BeginInLedgerAsync(GenerateTake take) =>
        (await Takes.EnqueueAsync(Answers.RecordOf(take, Time.GetUtcNow()), new TakeLease("worker", Time.GetUtcNow() + TimeSpan.FromDays(1)), default)).Claim
            ?? throw new InvalidOperationException($"Take {take.TakeId} was begun before.");

    /// <summary>A take that waits for a worker.</summary>
    public Task QueueInLedgerAsync(GenerateTake take) =>
        Takes.EnqueueAsync(Answers.RecordOf(take, Time.GetUtcNow()) with { State = TakeState.Queued, SubmittingAt = null }, lease: null, default);

    /// <summary>The generator could not handle a take's command.</summary>
    public Task FailGenerationAsync(GenerateTake take) => Bus.Publish<Fault<GenerateTake>>(new { Message = take, Exceptions = Array.Empty<ExceptionInfo>() });

    /// <summary>Publishes a generation, and waits until the saga has taken it in.</summary>
    public async Task PublishAndTakeInAsync(GenerationCompleted generation)
    {
        var before = _handled.Generations;
        await Bus.Publish(generation);
        await UntilAsync(() => _handled.Generations > before, "the generation taken in");
    }

    /// <summary>Cancels a shot, and waits until the saga has taken that in.</summary>
    public async Task CancelAndTakeInAsync(ShotRequested shot)
    {
        var before = _handled.Cancels;
        await Bus.Publish(new CancelShot { Project = shot.Project, RunId = shot.RunId, ShotId = shot.ShotId, By = "Max" });
        await UntilAsync(() => _handled.Cancels > before, "the cancellation taken in");
    }

    /// <summary>Publishes a fault and waits until it has been taken in.</summary>
    public async Task FaultAsync<T>(Fault<T> fault) where T : class
    {
        var id = Guid.NewGuid();
        await Bus.Publish(fault, context => context.MessageId = id);
        await UntilAsync(() => _handled.Has(id), "the fault taken in");
    }

    public async Task<ShotState> StateUntilAsync(ShotRequested shot, Func<ShotState, bool> fits)
    {
        var store = _host.Services.GetRequiredService<ISagaDocumentStore<ShotState>>();
        return (await Eventually.GetAsync(async () => (await store.LoadAsync(IdOf(shot), default))?.State, s => s is not null && fits(s), s_limit))!;
    }

    public async Task<SagaDocument<ShotState>> DocumentAsync(ShotRequested shot) =>
        (await _host.Services.GetRequiredService<ISagaDocumentStore<ShotState>>().LoadAsync(IdOf(shot), default)).ShouldNotBeNull();

    public async Task<RunView> RunUntilAsync(string project, string runId, Func<RunView, bool> fits) =>
        (await Eventually.GetAsync(() => RunAsync(project, runId), r => r is not null && fits(r), s_limit))!;

    private async Task<RunView?> RunAsync(string project, string runId)
    {
        var store = _host.Services.GetRequiredService<ISagaDocumentStore<RunState>>();
        var state = (await store.LoadAsync(ShotIdentity.OfRun(project, runId), default))?.State;
        return state is null ? null : new RunView(state, state.Plan is { } plan ? await _host.Services.GetRequiredService<IRunShots>().ReadAsync(plan, 0, 100, default) : []);
    }

    /// <summary>A run with its shots in the plan's order.</summary>
    public sealed record RunView(RunState State, IReadOnlyList<ShotProgress> Shots);

    public Task<AccountBalance> BalanceAsync(ShotRequested shot) =>
        _host.Services.GetRequiredService<IBudgetLedger>().GetAsync(ShotIdentity.BudgetScopeOf(shot.Project, shot.RunId), default);

    /// <summary>The money when nothing is reserved any more.</summary>
    public async Task<AccountBalance> BalanceAtRestAsync(ShotRequested shot, Func<AccountBalance, bool>? fits = null)
    {
        var ledger = _host.Services.GetRequiredService<IBudgetLedger>();
        return await Eventually.GetAsync(
            () => ledger.GetAsync(ShotIdentity.BudgetScopeOf(shot.Project, shot.RunId), default),
            b => b.OpenReservations == 0 && (fits is null || fits(b)), s_limit);
    }

    public Task<IReadOnlyList<ReviewEntry>> ReviewsAsync(ShotRequested shot) =>
        _host.Services.GetRequiredService<IReviewEntries>().ListAsync(shot.Project, shot.RunId, default);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _store.Dispose();
        if (!SendsWhatIsRefused)
            _received.Refused.ShouldBeEmpty("a service of its own process refuses it");
    }

    private sealed class Answers : IModelProfiles
    {
        public Func<GenerateTake, GenerationCompleted?> Generator { get; set; } = take => Made(take);
        public Func<CritiqueTake, CriticVerdict?> Critic { get; set; } = Passed;
        public ConcurrentQueue<GenerateTake> Dispatched { get; } = new();
        public ConcurrentQueue<ShotCompleted> Ended { get; } = new();
        public ConcurrentQueue<RunCompleted> RunsEnded { get; } = new();
        public ConcurrentQueue<ReserveBudget> Reservations { get; } = new();
        public ConcurrentQueue<ReserveRunBudget> Admissions { get; } = new();
        public ConcurrentQueue<SettleBudget> Settlements { get; } = new();
        public ConcurrentQueue<ReviewClosed> Closed { get; } = new();
        public ConcurrentQueue<CancelShot> Cancels { get; } = new();
        public bool KeepsLedger { get; set; }

        private readonly ConcurrentDictionary<Guid, bool> _heard = new();

        /// <summary>An outbox may deliver a message more than once, under one id: it was said once.</summary>
        public void Hear<T>(ConcurrentQueue<T> queue, ConsumeContext<T> context) where T : class
        {
            if (_heard.TryAdd(context.MessageId!.Value, true))
                queue.Enqueue(context.Message);
        }

        public static TakeRecord RecordOf(GenerateTake take, DateTimeOffset now) => new()
        {
            TakeId = take.TakeId,
            CorrelationId = take.CorrelationId,
            Account = ShotIdentity.BudgetScopeOf(take.Project, take.RunId),
            QueuedAt = now,
            Provider = "test",
            Request = take,
            State = TakeState.Submitting,
            SubmittingAt = now,
        };

        public bool ProfilesAreAway { get; set; }

        public bool TakesAreUnreadable { get; set; }

        public bool PlansAreUnreadable { get; set; }

        public int FailingAcceptances { get; set; }

        public Task? StepsOfRunsWaitFor { get; set; }

        public int ShotsOfRunsFound;

        public object? OfRunShots(string call)
        {
            if (call == nameof(IRunShots.FindAsync))
                Interlocked.Increment(ref ShotsOfRunsFound);
            return (call, StepsOfRunsWaitFor) switch
            {
                (nameof(IRunShots.ListAsync), _) when PlansAreUnreadable => throw new InvalidOperationException("The plan cannot be read."),
                (nameof(IRunShots.EndedAmongAsync), { } gate) => NoneAfterAsync(gate),
                _ => null,
            };
        }

        private static async Task<IReadOnlyList<int>> NoneAfterAsync(Task gate)
        {
            await gate;
            return [];
        }

        public TakeRecord? FoundTake { get; set; }

        public ModelProfile? Find(string model) => ProfilesAreAway ? throw new InvalidOperationException("There are no profiles.") : new()
        {
            Provider = "test", CostPerImage = 0.04m, CostPerJudgement = model == "nobody" ? null : 0.02m,
        };
    }

    private sealed class HandledMessages : IConsumeObserver
    {
        private readonly ConcurrentDictionary<Guid, ReserveBudget> _reservations = new();
        private readonly ConcurrentDictionary<Guid, bool> _faults = new();
        private int _generations;
        private int _cancels;

        /// <summary>How often a shot has taken a cancellation in.</summary>
        public int Cancels => Volatile.Read(ref _cancels);

        /// <summary>Whether the fault has been taken in.</summary>
        public bool Has(Guid fault) => _faults.ContainsKey(fault);

        /// <summary>How often the saga has taken a generation in.</summary>
        public int Generations => Volatile.Read(ref _generations);

        /// <summary>Each once, however often it was delivered.</summary>
        public ICollection<ReserveBudget> Reservations => _reservations.Values;

        public Task PreConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context) where T : class
        {
            if (context.Message is ReserveBudget reservation && context.ReceiveContext.InputAddress.AbsolutePath.EndsWith("/budget", StringComparison.Ordinal))
                _reservations[context.MessageId!.Value] = reservation;
            if (context.Message is CancelShot && context.ReceiveContext.InputAddress.AbsolutePath.EndsWith("/shots", StringComparison.Ordinal))
                Interlocked.Increment(ref _cancels);
            if (context.Message is Fault)
                _faults[context.MessageId!.Value] = true;
            if (context.Message is GenerationCompleted)
                Interlocked.Increment(ref _generations);
            return Task.CompletedTask;
        }

        public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception) where T : class => Task.CompletedTask;
    }

    /// <summary>A store, of which a test may say that something cannot be done, or what it answers.</summary>
    private class Spoiled<T> : System.Reflection.DispatchProxy where T : class
    {
        private T _store = null!;
        private Func<string, object?> _instead = null!;

        public static T Of(T store, Func<string, object?> instead)
        {
            var proxy = Create<T, Spoiled<T>>();
            (((Spoiled<T>)(object)proxy)._store, ((Spoiled<T>)(object)proxy)._instead) = (store, instead);
            return proxy;
        }

        protected override object? Invoke(System.Reflection.MethodInfo? targetMethod, object?[]? args) =>
            _instead(targetMethod!.Name) ?? targetMethod.Invoke(_store, args);
    }

    /// <summary>What is written is there, and its writer does not hear of it.</summary>
    private sealed class FailingApprovedShots(IApprovedShots store, Answers answers) : IApprovedShots
    {
        public async Task<bool> PutAsync(AcceptedTake take, CancellationToken cancellationToken)
        {
            var changed = await store.PutAsync(take, cancellationToken);
            if (answers.FailingAcceptances == 0)
                return changed;
            answers.FailingAcceptances--;
            throw new InvalidOperationException("Nobody knows whether the take is kept.");
        }

        public Task<bool> WithdrawAsync(string project, string episodeId, string shotId, Guid correlationId, int round, CancellationToken cancellationToken) =>
            store.WithdrawAsync(project, episodeId, shotId, correlationId, round, cancellationToken);

        public Task<AcceptedTake?> FindBeforeAsync(string project, string episodeId, int scene, string shotId, CancellationToken cancellationToken) =>
            store.FindBeforeAsync(project, episodeId, scene, shotId, cancellationToken);
    }

    private sealed class AnsweringGenerator(Answers answers, ITakeLedger ledger, TimeProvider time) : IConsumer<GenerateTake>
    {
        public async Task Consume(ConsumeContext<GenerateTake> context)
        {
            var take = context.Message;
            answers.Hear(answers.Dispatched, context);
            TakeClaim? claim = null;
            if (answers.KeepsLedger)
            {
                var now = time.GetUtcNow();
                (var record, claim) = await ledger.EnqueueAsync(Answers.RecordOf(take, now), new TakeLease("generator", now + TimeSpan.FromHours(1)), context.CancellationToken);
                if (record.Result is { } known)
                {
                    await context.Publish(known);
                    return;
                }
            }

            if (answers.Generator(take) is not { } answer)
                return;
            if (claim is { } ours)
                await ledger.EndAsync(ours, answer, time.GetUtcNow(), context.CancellationToken);
            await context.Publish(answer);
        }
    }

    private sealed class AnsweringCritic(Answers answers) : IConsumer<CritiqueTake>
    {
        public async Task Consume(ConsumeContext<CritiqueTake> context)
        {
            if (answers.Critic(context.Message) is { } answer)
                await context.Publish(answer);
        }
    }

    private sealed class Listener(Answers answers) : IConsumer<ShotCompleted>, IConsumer<RunCompleted>, IConsumer<ReserveBudget>, IConsumer<ReviewClosed>,
        IConsumer<CancelShot>, IConsumer<SettleBudget>, IConsumer<ReserveRunBudget>
    {
        public Task Consume(ConsumeContext<ShotCompleted> context)
        {
            answers.Ended.Enqueue(context.Message);
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<RunCompleted> context)
        {
            answers.Hear(answers.RunsEnded, context);
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<CancelShot> context)
        {
            answers.Hear(answers.Cancels, context);
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<ReviewClosed> context)
        {
            answers.Hear(answers.Closed, context);
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<ReserveRunBudget> context)
        {
            answers.Hear(answers.Admissions, context);
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<SettleBudget> context)
        {
            answers.Hear(answers.Settlements, context);
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<ReserveBudget> context)
        {
            answers.Hear(answers.Reservations, context);
            return Task.CompletedTask;
        }
    }
}
