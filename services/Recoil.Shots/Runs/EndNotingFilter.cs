using System.Collections.Concurrent;
using MassTransit;
using Recoil.Contracts;
using Recoil.Storage.Sagas;

namespace Recoil.Shots.Runs;

/// <summary>
/// Notes the ends of shots before their run takes them in: many at once, while the run's own document changes once for all that have come.
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
        var run = _plans.TryGetValue(id, out var known) ? known : await TryFindAsync(id, context.CancellationToken);
        if (run is { } belongs)
            await shots.NoteEndAsync(belongs.Plan, belongs.Stop, ended, context.CancellationToken);

        // Also the end of a shot that belongs to no run: nobody would have taken the message otherwise.
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

    public void Probe(ProbeContext context) => context.CreateFilterScope("endNoting");
}
