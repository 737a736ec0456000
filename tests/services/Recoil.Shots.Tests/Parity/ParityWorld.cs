using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Recoil.Budget;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Models;
using Recoil.Reports;
using Recoil.ReviewQueue;
using Recoil.SagaDocuments;
using Recoil.Shots.Softening;
using Recoil.Storage.Budget;
using Recoil.Storage.Reviews;

namespace Recoil.Shots.Tests.Parity;

/// <summary>The real shot saga, budget service and review queue on MassTransit's harness, with a scripted generator and critic.</summary>
/// <remarks>Plays one scenario at a time: model profiles, files and softener are that scenario's.</remarks>
internal sealed class ParityWorld : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly TemporaryStore _store;
    private readonly ServiceProvider _services;
    private readonly Script _script;

    private ParityWorld(TemporaryStore store, ServiceProvider services)
    {
        _store = store;
        _services = services;
        _script = services.GetRequiredService<Script>();
    }

    public static async Task<ParityWorld> StartAsync()
    {
        var store = new TemporaryStore();
        var script = new Script();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(script)
            .AddSingleton<IModelProfiles>(script)
            .AddSingleton<ISoftener>(script)
            .AddSingleton(new SagaDocumentOptions { TransportKeepsMessages = false })
            .AddShots(new ShotsOptions())
            .AddBudget();
        store.Register(services);
        services.AddMassTransitTestHarness(bus =>
        {
            bus.ConfigureRecoil();
            bus.AddShotSagas();
            bus.AddBudgetConsumers();
            bus.AddReviewQueueConsumers();
            bus.AddConsumer<ScriptedGenerator>();
            bus.AddConsumer<ScriptedCritic>();
            bus.AddConsumer<EndWatcher>();
            bus.UsingInMemory((context, transport) =>
            {
                transport.ConfigureJsonSerializerOptions(MessageJson.Configure);
                transport.ConfigureEndpoints(context);
            });
        });

        var provider = services.BuildServiceProvider(validateScopes: true);
        await provider.GetRequiredService<ITestHarness>().Start();
        return new ParityWorld(store, provider);
    }

    /// <summary>What can be seen from outside when the scenario is played.</summary>
    public async Task<ParityExpectation> PlayAsync(ParityVector vector)
    {
        _script.Begin(vector);
        var request = vector.Request(project: vector.Id);
        var account = ShotIdentity.BudgetScopeOf(request.Project, request.RunId);
        var ledger = _services.GetRequiredService<IBudgetLedger>();
        if (vector.Budget.Spent > 0)
            await ledger.SettleAsync(account, NameBasedUuid.Create(vector.Id), vector.Budget.Spent, DateTimeOffset.UnixEpoch, default);

        await _services.GetRequiredService<IBus>().Publish(request);
        var result = await _script.Ended.Task.WaitAsync(s_limit);

        // The last settlement and the review entry are still on their way when the end is told.
        var balance = await Eventually.GetAsync(() => ledger.GetAsync(account, default), b => b.OpenReservations == 0, s_limit);
        var reviews = _services.GetRequiredService<IReviewEntries>();
        var review = result.ReviewQueueId is not { } reviewId
            ? null
            : (await Eventually.GetAsync(() => reviews.FindAsync(reviewId, default), r => r is not null, s_limit))!.Request;
        var record = await _services.GetRequiredService<IShotArchive>().FindAsync(request.Project, request.RunId, request.ShotId, default);

        return new ParityExpectation
        {
            Status = result.Status,
            Attempts = result.Attempts,
            CostUsd = result.CostUsd,
            FailureMode = result.FailureMode,
            OutputPath = result.OutputPath,
            ValidationNotes = result.ValidationNotes,
            Review = review is null ? null : new ParityReview
            {
                Reason = review.Reason,
                FailureMode = review.FailureMode,
                OriginalPrompt = review.OriginalPrompt,
                SoftenedPrompt = review.SoftenedPrompt,
                Attempts = [.. review.Attempts.Select(ParityAttempt.Of)],
                TotalCostUsd = review.TotalCostUsd,
            },
            Budget = new ParityBalance { Spent = balance.Spent, Reserved = balance.Reserved },
            Dispatches = [.. _script.Dispatches],
            Fallbacks = [.. record!.Timeline.Where(e => e.Event == "fallback").Select(e => e.Rule!)],
            Ops = [.. record.Ops.Select(o => o.Kind)],
            PassedOn = vector.Expect.PassedOn is null ? null : new ParityPassedOn
            {
                Result = new ParityPassedResult { ShotId = result.ShotId, CoverageContext = result.CoverageContext },
                Dispatches = [.. _script.PassedOn.Select(dispatch => dispatch with { Project = ProjectOf(dispatch.Project) })],
                Review = review is null ? null : new ParityPassedReview
                {
                    Project = ProjectOf(review.Project),
                    EpisodeId = review.EpisodeId,
                    ShotId = review.ShotId,
                    RunId = review.RunId,
                },
                Ops = [.. record.Ops.Select(op => ParityVectors.OpWithoutId(OpsLog.Line(request, request.Model!, request.RunId, op, result, output => output)))],
            },
        };

        // Every scenario has a project of its own here, so that none finds what another has spent.
        string ProjectOf(string arrived) => arrived == request.Project ? vector.Project! : arrived;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _store.Dispose();
    }

    /// <summary>The scenario being played: what the world around the shot answers.</summary>
    private sealed class Script : IModelProfiles, ISoftener
    {
        private ParityVector _vector = null!;

        public ConcurrentQueue<ParityDispatch> Dispatches { get; private set; } = new();

        public List<ParityPassedDispatch> PassedOn { get; private set; } = [];

        public TaskCompletionSource<ShotCompleted> Ended { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Begin(ParityVector vector)
        {
            _vector = vector;
            Dispatches = new();
            PassedOn = [];
            Ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public ParityStep StepOf(GenerateTake take)
        {
            Dispatches.Enqueue(new ParityDispatch
            {
                Operation = take.Operation,
                Prompt = take.Prompt,
                AspectRatio = take.AspectRatio,
                IdentityRefs = take.Operation == Operation.ImageT2i ? [.. take.IdentityRefs, .. take.OptionalRefs.Where(_vector.Exists)] : null,
                StartFrame = take.StartFrame,
                EndFrame = take.EndFrame,
                Duration = take.Duration,
                Gated = take.Gated && take.JudgedRefs.Any(_vector.Exists),
            });
            var keyframe = take.Operation == Operation.ImageT2i;
            var judged = References(take).Judged;
            PassedOn.Add(new ParityPassedDispatch
            {
                ShotId = take.ShotId,
                Model = take.Model,
                Project = take.Project,
                InputsSnapshot = take.InputsSnapshot,
                SceneRefPath = keyframe ? take.SceneRefPath : null,
                ExpressionRefs = keyframe ? take.ExpressionRefs : null,
                Gate = judged.Count > 0 ? ParityPassedGate.Of(judged, take.Gate) : null,
            });
            return _vector.Steps[take.Ordinal - 1];
        }

        /// <summary>What the critic is told of the gate stands for what the generator was told.</summary>
        public ParityStep StepJudged(CritiqueTake take)
        {
            PassedOn[^1] = PassedOn[^1] with { Gate = ParityPassedGate.Of(take.IdentityRefs, take.Gate) };
            return _vector.Steps[Dispatches.Count - 1];
        }

        /// <summary>Those that exist, as a generator finds them.</summary>
        public UsedReferences References(GenerateTake take) => new()
        {
            Sent = [.. take.IdentityRefs.Concat(take.OptionalRefs).Where(_vector.Exists)],
            Judged = [.. take.JudgedRefs.Where(_vector.Exists)],
        };

        public ModelProfile? Find(string model)
        {
            model.ShouldBe(_vector.Model);
            return _vector.ModelProfile;
        }

        public bool IsEligible(string model) => _vector.Softener.Eligible;

        public SoftenResult Soften(string prompt, string shotId, string model) => new() { Prompt = _vector.Softener.Result, Version = "parity" };
    }

    private sealed class ScriptedGenerator(Script script) : IConsumer<GenerateTake>
    {
        public Task Consume(ConsumeContext<GenerateTake> context) =>
            context.Publish(
                script.StepOf(context.Message).Generation(context.Message.CorrelationId, context.Message.TakeId, script.References(context.Message)));
    }

    private sealed class ScriptedCritic(Script script) : IConsumer<CritiqueTake>
    {
        public Task Consume(ConsumeContext<CritiqueTake> context) =>
            context.Publish(script.StepJudged(context.Message).Verdict(context.Message.CorrelationId, context.Message.TakeId));
    }

    private sealed class EndWatcher(Script script) : IConsumer<ShotCompleted>
    {
        public Task Consume(ConsumeContext<ShotCompleted> context)
        {
            script.Ended.TrySetResult(context.Message);
            return Task.CompletedTask;
        }
    }
}
