using MassTransit;
using MassTransit.Logging;
using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Shots.Runs;

/// <summary>Produces the shots of a plan: in order where one builds on another, side by side where not.</summary>
internal sealed class RunStateMachine : MassTransitStateMachine<RunState>
{
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(30);
    private readonly IModelProfiles _profiles;
    private readonly TimeProvider _time;

    public RunStateMachine(IModelProfiles profiles, TimeProvider time)
    {
        _profiles = profiles;
        _time = time;

        Event(() => Requested, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
            e.SelectId(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
        });
        Event(() => ShotEnded, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));

            // A shot that was requested on its own belongs to no run.
            e.OnMissingInstance(missing => missing.Discard());
        });
        Event(() => ShotCostRaised, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
            e.OnMissingInstance(missing => missing.Discard());
        });
        Event(() => CancelRequested, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
            e.OnMissingInstance(missing => missing.Discard());
        });
        InstanceState(run => run.CurrentState);

        Initially(
            CompleteIfOver(When(Requested).Then(Begin).ThenAsync(StartNextShotsAsync).TransitionTo(Running)));

        During(Running,
            CompleteIfOver(When(ShotEnded).Then(NoteEnd).ThenAsync(StartNextShotsAsync)),
            CompleteIfOver(When(CancelRequested).ThenAsync(CancelShotsAsync)),
            When(ShotCostRaised).Then(NoteCost),
            When(Requested).ThenAsync(ResendRequestsAsync));

        // A reviewer may ask for a re-roll, and bills may come late: the run's cost follows them, while its terminal event stays.
        During(Completed,
            When(ShotEnded).Then(NoteEnd),
            When(ShotCostRaised).Then(NoteCost),
            When(Requested).ThenAsync(ResendRequestsAsync).ThenAsync(context => context.Publish(context.Saga.Result!)),
            Ignore(CancelRequested));
    }

    public State Running { get; private set; } = null!;
    public State Completed { get; private set; } = null!;
    public Event<RunRequested> Requested { get; private set; } = null!;
    public Event<ShotCompleted> ShotEnded { get; private set; } = null!;
    public Event<ShotCostRaised> ShotCostRaised { get; private set; } = null!;
    public Event<CancelRun> CancelRequested { get; private set; } = null!;

    private EventActivityBinder<RunState, T> CompleteIfOver<T>(EventActivityBinder<RunState, T> step) where T : class =>
        step.If(context => RunSchedule.IsOver(context.Saga), over => over.ThenAsync(CompleteAsync).TransitionTo(Completed));

    private void Begin(BehaviorContext<RunState, RunRequested> context)
    {
        var (saga, run) = (context.Saga, context.Message);
        saga.Run = run;
        saga.StartedAt = _time.GetUtcNow();
        saga.Shots.AddRange(run.Shots.Select(s => new RunShot { ShotId = s.ShotId }));
    }

    private static void NoteEnd(BehaviorContext<RunState, ShotCompleted> context)
    {
        var ended = context.Message;
        var shot = context.Saga.Shots.Find(s => s.ShotId == ended.ShotId);
        if (shot is null || shot.Round >= ended.Round)
            return;
        shot.Round = ended.Round;
        shot.Status = ended.Status;
        shot.OutputPath = ended.OutputPath;
        shot.RaiseCost(ended.CostUsd);
    }

    private static void NoteCost(BehaviorContext<RunState, ShotCostRaised> context) =>
        context.Saga.Shots.Find(s => s.ShotId == context.Message.ShotId)?.RaiseCost(context.Message.CostUsd);

    private async Task StartNextShotsAsync(BehaviorContext<RunState> context)
    {
        foreach (var index in RunSchedule.Next(context.Saga, UsesSiblings))
        {
            context.Saga.Shots[index].Started = true;
            await RequestAsync(context, index);
        }
    }

    /// <summary>
    /// The planner requested the run again, perhaps after a crash: every shot that was started is requested again, and sends
    /// again what may have been lost.
    /// </summary>
    private static async Task ResendRequestsAsync(BehaviorContext<RunState> context)
    {
        for (var i = 0; i < context.Saga.Shots.Count; i++)
        {
            if (context.Saga.Shots[i].Started)
                await RequestAsync(context, i);
        }
    }

    /// <summary>Cancels the shots under way; each ends by itself. The others are not started.</summary>
    private static async Task CancelShotsAsync(BehaviorContext<RunState, CancelRun> context)
    {
        var (saga, cancel) = (context.Saga, context.Message);
        saga.Cancelled ??= new Cancellation(cancel.By, cancel.Reason);
        foreach (var shot in saga.Shots.Where(s => s.Started && s.Status is null))
        {
            await context.Publish(new CancelShot
            {
                Project = saga.Run!.Project,
                RunId = saga.Run.RunId,
                ShotId = shot.ShotId,
                By = cancel.By,
                Reason = cancel.Reason,
            });
        }
    }

    private async Task CompleteAsync(BehaviorContext<RunState> context)
    {
        var saga = context.Saga;
        var now = _time.GetUtcNow();
        saga.ExpiresAt = now + s_retention;
        saga.Result = new RunCompleted
        {
            Project = saga.Run!.Project,
            RunId = saga.Run.RunId,
            CountsByStatus = saga.Shots.Where(s => s.Status is not null).CountBy(s => s.Status!.Value).ToDictionary(c => SnakeCase.Of(c.Key), c => c.Value, StringComparer.Ordinal),
            NotStarted = saga.Shots.Count(s => !s.Started && s.Status is null),
            CostUsd = saga.Shots.Sum(s => s.Cost),
            Duration = now - saga.StartedAt,
        };
        await context.Publish(saga.Result);
    }

    private bool UsesSiblings(string model) => _profiles.Find(model)?.EnableSiblingRefs ?? true;

    /// <summary>Every shot of a run has a trace of its own, linked to the step that started it.</summary>
    private static Task RequestAsync(BehaviorContext<RunState> context, int index) =>
        context.Publish(RequestOf(context.Saga, index), request => request.Headers.Set(DiagnosticHeaders.ActivityPropagation, "Link"));

    private static ShotRequested RequestOf(RunState saga, int index)
    {
        var run = saga.Run!;
        var shot = run.Shots[index];
        return new ShotRequested
        {
            Project = run.Project,
            RunId = run.RunId,
            EpisodeCap = run.EpisodeCap,
            StyleAnchor = run.StyleAnchor,
            Policy = run.Policy,
            Previous = RunSchedule.PreviousOf(saga, index),
            ShotId = shot.ShotId,
            Prompt = shot.Prompt,
            Pipeline = shot.Pipeline,
            EpisodeId = shot.EpisodeId.Length > 0 ? shot.EpisodeId : run.EpisodeId,
            SceneIndex = shot.SceneIndex,
            SceneId = shot.SceneId,
            IdentityRefs = shot.IdentityRefs,
            StartFrame = shot.StartFrame,
            EndFrame = shot.EndFrame,
            Duration = shot.Duration,
            AspectRatio = shot.AspectRatio,
            SceneRefPath = shot.SceneRefPath,
            ExpressionRefs = shot.ExpressionRefs,
            LockedOff = shot.LockedOff,
            Model = shot.Model ?? run.Model,
            ShotCap = shot.ShotCap ?? run.ShotCap,
            ProviderOptions = shot.ProviderOptions,
        };
    }
}
