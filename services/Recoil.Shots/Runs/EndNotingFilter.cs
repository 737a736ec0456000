using System.Collections.Concurrent;
using MassTransit;
using Recoil.Contracts;
using Recoil.Storage.Sagas;

namespace Recoil.Shots.Runs;

/// <summary>
/// Notes the ends of shots before their run takes them in: many at once, while the run's own document changes once for all that have come.
/// A shot that belongs to no run goes no further.
/// </summary>
internal sealed class EndNotingFilter(RunShots shots, ISagaDocumentStore<RunState> runs) : IFilter<ConsumeContext<ShotCompleted>>
{
    private const int Remembered = 10_000;

    /// <summary>A run's plan never changes. One whose id is used again long after has another; the run itself then notes the end.</summary>
    private readonly ConcurrentDictionary<Guid, (Guid Plan, StopOnReview Stop)> _plans = new();

    public async Task Send(ConsumeContext<ShotCompleted> context, IPipe<ConsumeContext<ShotCompleted>> next)
    {
        var ended = context.Message;
        var id = ShotIdentity.OfRun(ended.Project, ended.RunId);
        if (!_plans.TryGetValue(id, out var run))
        {
            if (ended.RunId.Length == 0 || await runs.LoadAsync(id, context.CancellationToken) is not { State: var state })
                return;
            if (state.Plan is not { } plan)
            {
                await next.Send(context);
                return;
            }

            if (_plans.Count >= Remembered)
                _plans.Clear();
            _plans[id] = run = (plan, state.Run!.StopOnReview);
        }

        await shots.NoteEndAsync(run.Plan, run.Stop, ended, context.CancellationToken);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("endNoting");
}
