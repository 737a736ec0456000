using MassTransit;
using Recoil.Contracts;
using Recoil.Hosting.Models;

namespace Recoil.Shots.Runs;

/// <summary>Drives the shots of an episode: in order where one builds on another, side by side where not.</summary>
internal sealed class RunStateMachine : MassTransitStateMachine<RunState>
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(30);
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

            // A shot asked for on its own belongs to no run.
            e.OnMissingInstance(missing => missing.Discard());
        });
        Event(() => CancelAsked, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
            e.OnMissingInstance(missing => missing.Discard());
        });
        InstanceState(run => run.CurrentState);

        Initially(When(Requested)
            .Then(context => Begin(context.Saga, context.Message))
            .ThenAsync(StartNextShotsAsync)
            .TransitionTo(Running)
            .If(context => RunSchedule.IsOver(context.Saga), over => over.ThenAsync(CompleteAsync).TransitionTo(Completed)));

        During(Running,
            When(ShotEnded)
                .Then(context => Note(context.Saga, context.Message))
                .ThenAsync(StartNextShotsAsync)
                .If(context => RunSchedule.IsOver(context.Saga), over => over.ThenAsync(CompleteAsync).TransitionTo(Completed)),
            When(CancelAsked)
                .ThenAsync(CancelShotsAsync)
                .If(context => RunSchedule.IsOver(context.Saga), over => over.ThenAsync(CompleteAsync).TransitionTo(Completed)),
            When(Requested)
                .ThenAsync(AskAgainAsync));

        // A person may have a shot made again: the run knows how it stands, while what it told of its end stays.
        During(Completed,
            Ignore(CancelAsked),
            When(ShotEnded)
                .Then(context => Note(context.Saga, context.Message)),
            When(Requested)
                .ThenAsync(AskAgainAsync)
                .ThenAsync(context => context.Publish(context.Saga.Result!)));
    }

    public State Running { get; private set; } = null!;
    public State Completed { get; private set; } = null!;
    public Event<RunRequested> Requested { get; private set; } = null!;
    public Event<ShotCompleted> ShotEnded { get; private set; } = null!;
    public Event<CancelRun> CancelAsked { get; private set; } = null!;

    private void Begin(RunState saga, RunRequested run)
    {
        saga.Run = run;
        saga.StartedAt = _time.GetUtcNow();
        saga.Shots.AddRange(run.Shots.Select(s => new RunShot { ShotId = s.ShotId }));
    }

    private static void Note(RunState saga, ShotCompleted ended)
    {
        var shot = saga.Shots.Find(s => s.ShotId == ended.ShotId);
        if (shot is null || shot.Round >= ended.Round)
            return;
        shot.Round = ended.Round;
        shot.Status = ended.Status;
        shot.OutputPath = ended.OutputPath;
        shot.Cost = ended.CostUsd;
    }

    private async Task StartNextShotsAsync(BehaviorContext<RunState> context)
    {
        foreach (var index in RunSchedule.Next(context.Saga, UsesSiblings))
        {
            context.Saga.Shots[index].Started = true;
            await context.Publish(RequestOf(context.Saga, index));
        }
    }

    /// <summary>
    /// The planner asks again, perhaps after a crash: every shot that was started is asked for again. A shot that is under
    /// way or has ended knows what of its doings may have got lost.
    /// </summary>
    private static async Task AskAgainAsync(BehaviorContext<RunState> context)
    {
        for (var i = 0; i < context.Saga.Shots.Count; i++)
        {
            if (context.Saga.Shots[i].Started)
                await context.Publish(RequestOf(context.Saga, i));
        }
    }

    /// <summary>Those under way end by themselves, each as far as it has come; the others are never begun.</summary>
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
        saga.ExpiresAt = now + s_kept;
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
