using System.Collections.Concurrent;
using MassTransit;
using Recoil.Contracts;
using Recoil.Storage.Sagas;

namespace Recoil.Shots.Runs;

/// <summary>
/// Notes the ends of shots before their run takes them in: many at once, while the run's own document changes once for all that have come. Whose
/// end a step of the run has taken in needs none of its own.
/// </summary>
internal sealed class EndNotingFilter(RunShots shots, ISagaDocumentStore<RunState> runs) : IFilter<ConsumeContext<ShotCompleted>>
{
    private const int Remembered = 10_000;

    private readonly SharedSteps _steps = new();

    /// <summary>A run's plan never changes. One whose id is used again long after has another; the run itself then notes the end.</summary>
    private readonly ConcurrentDictionary<Guid, (Guid Plan, StopOnReview Stop)> _plans = new();

    public async Task Send(ConsumeContext<ShotCompleted> context, IPipe<ConsumeContext<ShotCompleted>> next)
    {
        var ended = context.Message;
        var id = ShotIdentity.OfRun(ended.Project, ended.RunId);
        var run = _plans.TryGetValue(id, out var known) ? known : await TryFindAsync(id, context.CancellationToken);
        if (run is not { } belongs)
        {
            // Also the end of a shot that belongs to no run: nobody would have taken the message otherwise.
            await next.Send(context);
            return;
        }

        var begun = TimeProvider.System.GetTimestamp();
        await shots.NoteEndAsync(belongs.Plan, belongs.Stop, ended, context.CancellationToken);
        var step = context.AddOrUpdatePayload(() => new TakingIn(), _ => new TakingIn());
        var by = await _steps.RunAsync(id, async () =>
        {
            await next.Send(context);
            return step.IsDone;
        });
        if (by == StepBy.Another)
            await context.NotifyConsumed(TimeProvider.System.GetElapsedTime(begun), nameof(RunState));
        else if (by == StepBy.Nobody)
            await next.Send(context);
    }

    private async Task<(Guid Plan, StopOnReview Stop)?> TryFindAsync(Guid id, CancellationToken cancellationToken)
    {
        if ((await runs.LoadAsync(id, cancellationToken))?.State is not { Plan: { } plan, Run: { } run })
            return null;
        if (_plans.Count >= Remembered)
            _plans.Clear();
        return _plans[id] = (plan, run.StopOnReview);
    }

    /// <summary>
    /// Whether a step took in the ends that had been noted. One for a message that comes again does not run, and one of a run that is not under way
    /// looks at its own end only.
    /// </summary>
    internal sealed class TakingIn
    {
        public bool IsDone { get; set; }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("endNoting");
}
