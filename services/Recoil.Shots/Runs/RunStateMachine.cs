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
        Event(() => ReviewClosed, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
            e.OnMissingInstance(missing => missing.Discard());
        });
        Event(() => RequestFaulted, e =>
        {
            e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId));
            e.SelectId(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId));
        });
        Event(() => ShotEndFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => ShotCostFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => ReviewClosedFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => CancelFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        InstanceState(run => run.CurrentState);

        Initially(
            CompleteIfOver(When(Requested).Then(context => Begin(context.Saga, context.Message)).ThenAsync(StartNextShotsAsync).TransitionTo(Running)),
            When(RequestFaulted).Then(FailAtStart).ThenAsync(CompleteAsync).TransitionTo(Completed));

        During(Running,
            CompleteIfOver(When(ShotEnded).Then(context => NoteEnd(context.Saga, context.Message)).ThenAsync(StartNextShotsAsync)),
            CompleteIfOver(When(ShotEndFaulted, IsNews).Then(FailOverEnd)),
            CompleteIfOver(When(CancelRequested).ThenAsync(context => CancelShotsAsync(context, context.Message))),
            CompleteIfOver(When(CancelFaulted).ThenAsync(context => CancelShotsAsync(context, context.Message.Message))),
            CompleteIfOver(When(ReviewClosed).Then(context => NoteDecision(context.Saga, context.Message)).ThenAsync(StartNextShotsAsync)),
            When(ReviewClosedFaulted).Then(context => NoteDecision(context.Saga, context.Message.Message)),
            When(ShotCostRaised).Then(context => NoteCost(context.Saga, context.Message)),
            When(ShotCostFaulted).Then(context => NoteCost(context.Saga, context.Message.Message)),
            Ignore(RequestFaulted),
            When(Requested).ThenAsync(ResendRequestsAsync));

        // A reviewer may decide or ask for a re-roll, and bills may come late: the run follows them, while its terminal event stays. Requested again,
        // it goes on where it failed, and with the shots that such a decision lets start.
        During(Completed,
            When(ShotEnded).Then(context => NoteEnd(context.Saga, context.Message)),
            When(ShotEndFaulted).Then(context => NoteEnd(context.Saga, context.Message.Message)),
            When(ReviewClosed).Then(context => NoteDecision(context.Saga, context.Message)),
            When(ReviewClosedFaulted).Then(context => NoteDecision(context.Saga, context.Message.Message)),
            When(ShotCostRaised).Then(context => NoteCost(context.Saga, context.Message)),
            When(ShotCostFaulted).Then(context => NoteCost(context.Saga, context.Message.Message)),
            When(Requested).ThenAsync(ResendRequestsAsync).IfElse(
                context => context.Saga.Failure is not null || RunSchedule.Next(context.Saga, UsesSiblings).Count > 0,
                failed => CompleteIfOver(failed.Then(Reopen).ThenAsync(StartNextShotsAsync).TransitionTo(Running)),
                ended => ended.ThenAsync(context => context.Publish(context.Saga.Result!))),
            Ignore(CancelRequested), Ignore(RequestFaulted), Ignore(CancelFaulted));
    }

    public State Running { get; private set; } = null!;
    public State Completed { get; private set; } = null!;
    public Event<RunRequested> Requested { get; private set; } = null!;
    public Event<ShotCompleted> ShotEnded { get; private set; } = null!;
    public Event<ShotCostRaised> ShotCostRaised { get; private set; } = null!;
    public Event<ReviewClosed> ReviewClosed { get; private set; } = null!;
    public Event<CancelRun> CancelRequested { get; private set; } = null!;
    public Event<Fault<RunRequested>> RequestFaulted { get; private set; } = null!;
    public Event<Fault<ShotCompleted>> ShotEndFaulted { get; private set; } = null!;
    public Event<Fault<ShotCostRaised>> ShotCostFaulted { get; private set; } = null!;
    public Event<Fault<ReviewClosed>> ReviewClosedFaulted { get; private set; } = null!;
    public Event<Fault<CancelRun>> CancelFaulted { get; private set; } = null!;

    private EventActivityBinder<RunState, T> CompleteIfOver<T>(EventActivityBinder<RunState, T> step) where T : class =>
        step.If(context => RunSchedule.IsOver(context.Saga), over => over.ThenAsync(CompleteAsync).TransitionTo(Completed));

    private static Guid RunOf(string project, string runId) => ShotIdentity.OfRun(project, runId);

    /// <summary>The end of that round has not been noted since: the fault is not about a repeated message.</summary>
    private static bool IsNews(BehaviorContext<RunState, Fault<ShotCompleted>> context) =>
        context.Saga.Shots.Find(shot => shot.ShotId == context.Message.Message.ShotId) is { } shot && shot.Round < context.Message.Message.Round;

    private void Begin(RunState saga, RunRequested run)
    {
        saga.Run = run;
        saga.StartedAt = _time.GetUtcNow();
        saga.Shots.AddRange(run.Shots.Select(s => new RunShot { ShotId = s.ShotId }));
    }

    /// <summary>The first step failed: the run ends without a shot, and begins when it is requested again.</summary>
    private void FailAtStart(BehaviorContext<RunState, Fault<RunRequested>> context)
    {
        Begin(context.Saga, context.Message.Message);
        context.Saga.Failure = FaultReason.Of("Beginning the run failed", context.Message);
    }

    /// <summary>What may start after a shot's end could not be found out. What is under way ends; requested again, the run goes on.</summary>
    private static void FailOverEnd(BehaviorContext<RunState, Fault<ShotCompleted>> context)
    {
        NoteEnd(context.Saga, context.Message.Message);
        context.Saga.Failure ??= FaultReason.Of($"Going on after shot {context.Message.Message.ShotId} failed", context.Message);
    }

    private static void Reopen(BehaviorContext<RunState, RunRequested> context)
    {
        context.Saga.Failure = null;
        context.Saga.Result = null;
        context.Saga.ExpiresAt = null;
    }

    private static void NoteEnd(RunState saga, ShotCompleted ended)
    {
        var shot = saga.Shots.Find(s => s.ShotId == ended.ShotId);
        if (shot is null || shot.Round >= ended.Round)
            return;
        shot.Round = ended.Round;
        shot.Status = ended.Status;
        shot.OutputPath = ended.OutputPath;
        shot.ApprovedOutput = null;
        shot.RaiseCost(KnownCost.Of(ended));
    }

    /// <summary>A decision on an earlier round says nothing about the shot as it is now.</summary>
    private static void NoteDecision(RunState saga, ReviewClosed closed)
    {
        if (saga.Shots.Find(s => s.ShotId == closed.ShotId) is { } shot && closed.ReviewId == ShotIdentity.OfReview(closed.CorrelationId, shot.Round))
            shot.ApprovedOutput = closed.Decision == ReviewDecision.Approve ? closed.OutputPath : null;
    }

    private static void NoteCost(RunState saga, ShotCostRaised raised) => saga.Shots.Find(s => s.ShotId == raised.ShotId)?.RaiseCost(KnownCost.Of(raised));

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
    private static async Task CancelShotsAsync(BehaviorContext<RunState> context, CancelRun cancel)
    {
        var saga = context.Saga;
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
        var cost = KnownCost.Sum(saga.Shots.Select(s => s.KnownCost));
        saga.ExpiresAt = now + s_retention;
        saga.Result = new RunCompleted
        {
            Project = saga.Run!.Project,
            RunId = saga.Run.RunId,
            CountsByStatus = saga.Shots.Where(s => s.Status is not null).CountBy(s => s.Status!.Value).ToDictionary(c => SnakeCase.Of(c.Key), c => c.Value, StringComparer.Ordinal),
            NotStarted = saga.Shots.Count(s => !s.Started && s.Status is null),
            CostUsd = cost.Usd,
            CostSource = cost.Source,
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
        return new ShotRequested(shot, run.Project, run.EpisodeCap)
        {
            RunId = run.RunId,
            StyleAnchor = run.StyleAnchor,
            Policy = run.Policy,
            Previous = RunSchedule.PreviousOf(saga, index),
            EpisodeId = shot.EpisodeId.Length > 0 ? shot.EpisodeId : run.EpisodeId,
            Model = shot.Model ?? run.Model,
            ShotCap = shot.ShotCap ?? run.ShotCap,
            Priority = shot.Priority ?? run.Priority,
        };
    }
}
