using Recoil.Contracts;
using Recoil.Storage.Runs;

namespace Recoil.Shots.Runs;

/// <summary>
/// Has shots of a run made again. A shot is marked before the run's own document is written, and a step that is repeated after a crash finds the
/// mark: each shot keeps for which requests it was made again, and the run which requests it has carried out.
/// </summary>
internal sealed class RunRemakes(IRunShots store, RunShots shots)
{
    private const int AtOnce = 500;

    /// <summary>How many requests a run remembers.</summary>
    private const int Remembered = 50;

    /// <summary>Marks the shots that a request names and that have ended, and makes ready those that wait for no other.</summary>
    public async Task<RemakeAnswered> MarkAsync(RunState run, RemakeShots request, CancellationToken cancellationToken)
    {
        var answer = new RemakeAnswered { RemakeId = request.RemakeId, Project = request.Project, RunId = request.RunId };
        if (run.Plan is not { } plan)
            return answer with { Refusal = $"The run has not begun: {run.Failure}" };
        if (run.Cancelled is { } cancelled)
            return answer with { Refusal = $"The run was cancelled {cancelled}. It makes nothing more." };
        if (request.After is { } after && await store.FindAsync(plan, after, cancellationToken) is null)
            return answer with { Refusal = $"The run has no shot {after}." };

        var named = await NamedAsync(plan, request, cancellationToken);
        var active = run.Active.Select(shot => shot.Index).ToHashSet();
        var isNew = !run.Remakes.Contains(request.RemakeId);
        var (remade, open) = (new List<ShotProgress>(), new List<int>());
        var leftAlone = request.Shots.Distinct(StringComparer.Ordinal).Except(named.Select(shot => shot.ShotId), StringComparer.Ordinal)
            .Select(id => new ShotLeftAlone { ShotId = id, Reason = LeftAloneReason.UnknownShot }).ToList();
        foreach (var shot in named)
        {
            var stands = isNew
                ? await shots.ChangeAsync(plan, shot.ShotId, last => MayMark(last) ? Remaking.Marked(last, request) : last, cancellationToken) ?? shot
                : shot;
            if (stands.IsBeingRemade)
                open.Add(stands.Index);
            if (Remaking.Was(stands, request.RemakeId))
                remade.Add(stands);
            else
                leftAlone.Add(new ShotLeftAlone { ShotId = stands.ShotId, Reason = Remaking.WhyNot(stands, active.Contains(stands.Index)) ?? LeftAloneReason.NotEnded });
        }

        foreach (var part in open.Chunk(AtOnce))
            await shots.MakeReadyAsync(plan, part, cancellationToken);
        if (isNew)
        {
            run.Remakes.Add(request.RemakeId);
            run.Remakes.RemoveRange(0, Math.Max(0, run.Remakes.Count - Remembered));
        }

        return answer with
        {
            Remade = [.. remade.Select(shot => shot.ShotId)],
            LeftAlone = leftAlone,
            BuiltOn =
            [
                .. (await BuiltOnShots.FindAsync(store, plan, [.. remade.Select(shot => shot.Index)], cancellationToken))
                    .Where(shot => !shot.IsBeingRemade && (shot.Round > 0 || active.Contains(shot.Index))).Select(shot => shot.ShotId),
            ],
        };

        bool MayMark(ShotProgress shot) => !Remaking.Was(shot, request.RemakeId) && Remaking.WhyNot(shot, active.Contains(shot.Index)) is null;
    }

    /// <summary>Whether a shot of a run that has ended may be made again now.</summary>
    public async Task<bool> MayStartAsync(RunState run, CancellationToken cancellationToken) =>
        (await shots.FindNextAsync(run, cancellationToken)).Any(shot => shot.Remake is not null);

    /// <summary>The run is cancelled: what was to be made again and has not begun stands as it did.</summary>
    public async Task WithdrawAsync(RunState run, CancellationToken cancellationToken)
    {
        if (run is not { Plan: { } plan, Remakes.Count: > 0 })
            return;

        var active = run.Active.Select(shot => shot.Index).ToHashSet();
        foreach (var place in new[] { ShotPlace.Waiting, ShotPlace.Ready, ShotPlace.Held })
        {
            IReadOnlyList<PlacedShot> page;
            var last = -1;
            do
            {
                page = await store.ListAsync(plan, place, last, AtOnce, cancellationToken);
                foreach (var shot in page)
                {
                    last = shot.Index;
                    if (shot.WasRemade && !active.Contains(shot.Index) && await store.GetAsync(plan, [shot.Index], cancellationToken) is [var stands])
                        await shots.ChangeAsync(plan, stands.ShotId, Remaking.Withdrawn, cancellationToken);
                }
            }
            while (page.Count == AtOnce);
        }
    }

    /// <returns>The shots that the request names, in the plan's order.</returns>
    private async Task<IReadOnlyList<ShotProgress>> NamedAsync(Guid plan, RemakeShots request, CancellationToken cancellationToken)
    {
        var named = new Dictionary<int, ShotProgress>();
        foreach (var id in request.Shots)
        {
            if (await store.FindAsync(plan, id, cancellationToken) is { } shot)
                named[shot.Index] = shot;
        }

        if (request.After is { } after && await store.FindAsync(plan, after, cancellationToken) is { } first)
        {
            foreach (var shot in await BuiltOnShots.FindAsync(store, plan, [first.Index], cancellationToken))
                named[shot.Index] = shot;
        }

        return [.. named.OrderBy(shot => shot.Key).Select(shot => shot.Value)];
    }
}
