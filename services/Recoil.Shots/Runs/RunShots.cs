using Recoil.Contracts;
using Recoil.Models;
using Recoil.SagaDocuments;
using Recoil.Shots.Routing;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Runs;

namespace Recoil.Shots.Runs;

/// <summary>
/// Notes how the shots of a run stand, and finds out which may start. Everything may be done again: a step that is repeated after a crash
/// finds what the first one noted.
/// </summary>
internal sealed class RunShots(IRunShots store, IApprovedShots approvedShots, IModelProfiles profiles)
{
    private const int AtOnce = 500;
    private const int Tries = 50;

    /// <summary>Stores the plan.</summary>
    public Task BeginAsync(RunState run, RunRequested request, CancellationToken cancellationToken)
    {
        run.Plan = RunPlan.IdOf(run.CorrelationId, request);
        return AddAsync(run.Plan.Value, RunPlan.Of(request, UsesSiblings), cancellationToken);
    }

    /// <summary>Makes records of what a document of schema 1 holds itself.</summary>
    public async Task UpgradeAsync(RunState run, CancellationToken cancellationToken)
    {
        if (run is not { Run: { Shots.Count: > 0 } request, Shots: { } stood })
            return;

        var plan = RunPlan.IdOf(run.CorrelationId, request);
        var shots = RunPlan.Of(request, UsesSiblings).Zip(stood, (shot, was) => shot with
        {
            Progress = shot.Progress with
            {
                Status = was.Status,
                Round = was.Round,
                OutputPath = was.OutputPath,
                ApprovedOutput = was.ApprovedOutput,
                Cost = KnownCost.Of(was.Cost, was.CostSource),
                Place = was.Status is null ? ShotPlace.Waiting : ShotPlace.Ended,
            },
        }).ToList();
        var byPlace = shots.ToDictionary(shot => shot.Planned.Index, shot => shot.Progress);
        await AddAsync(
            plan,
            [.. shots.Select(shot => shot.Progress.Place == ShotPlace.Waiting && RunPlan.IsReady(shot.Planned, byPlace) ? shot with { Progress = shot.Progress with { Place = ShotPlace.Ready } } : shot)],
            cancellationToken);
        if (run.ExpiresAt is { } expiresAt)
            await store.KeepUntilAsync(plan, expiresAt, cancellationToken);
        run.Plan = plan;
        run.ShotCount = stood.Count;
        run.Active.Clear();
        run.Active.AddRange(stood.Select((shot, index) => (shot, index)).Where(s => s.shot is { Started: true, Status: null }).Select(s => new ActiveShot(s.index, s.shot.ShotId)));
        run.Run = request with { Shots = [] };
        run.Shots = null;
    }

    /// <summary>A round of a shot has ended: what waits for it may start, and what its scene held may go on.</summary>
    public async Task NoteEndAsync(RunState run, ShotCompleted ended, CancellationToken cancellationToken)
    {
        // One that is made again is under way until that has ended; overtaken, it is to be requested once more.
        if (run.Plan is { } plan && await NoteEndAsync(plan, run.Run!.StopOnReview, ended, cancellationToken) is { } shot)
            run.Active.RemoveAll(active => active.Index == shot.Index && (shot.Status is not null || shot.Round > active.Replaces));
    }

    /// <summary>
    /// The same without the run's document, so that the ends of many shots of a run are noted at once. A shot counts as ended only when what
    /// waits for it has been looked through: a run with nothing under way and nothing ready is over.
    /// </summary>
    /// <returns>The shot as it stands now; null when the run has none of that name.</returns>
    public async Task<ShotProgress?> NoteEndAsync(Guid plan, StopOnReview stop, ShotCompleted ended, CancellationToken cancellationToken)
    {
        var shot = await ChangeAsync(plan, ended.ShotId, shot => After(shot, ended, stop), cancellationToken);
        if (shot is null || !IsWaitedFor(shot, stop))
            return shot;

        await ReleaseAsync(plan, stop, shot, cancellationToken);
        await MoveAsync(plan, shot.Index, ShotPlace.Ending, ShotPlace.Ended, cancellationToken);
        return shot;
    }

    private static ShotProgress After(ShotProgress shot, ShotCompleted ended, StopOnReview stop)
    {
        if (shot.Round >= ended.Round)
            return shot;
        var noted = Remaking.IsOvertakenBy(shot, ended)
            ? shot with { Round = ended.Round }
            : shot with
            {
                Place = shot.Place == ShotPlace.Ended || !IsWaitedFor(shot, stop) ? ShotPlace.Ended : ShotPlace.Ending,
                Status = ended.Status,
                Round = ended.Round,
                OutputPath = ended.OutputPath,
                ApprovedOutput = null,
                IsOutcomeUnknown = ended.FailureMode == FinalStates.OutcomeUnknown,
                Remake = shot.Remake is { } remake ? Remaking.Closed(remake) : null,
            };
        return noted.Costing(KnownCost.Of(ended));
    }

    /// <summary>Takes in all ends that have been noted, and this one if it has not.</summary>
    /// <returns>Whether there was any.</returns>
    public async Task<bool> TakeInEndsAsync(RunState run, ShotCompleted ended, CancellationToken cancellationToken)
    {
        var before = run.Active.Count;
        if (run.Plan is { } plan)
        {
            var over = (await store.EndedAmongAsync(plan, [.. run.Active.Select(active => active.Index)], cancellationToken)).ToHashSet();
            run.Active.RemoveAll(active => over.Contains(active.Index));
            await DropOvertakenAsync(run, plan, cancellationToken);
        }

        if (run.Active.Exists(active => active.ShotId == ended.ShotId))
            await NoteEndAsync(run, ended, cancellationToken);
        return run.Active.Count < before;
    }

    /// <summary>A remake that a re-roll overtook is not under way: it is to be requested once more.</summary>
    private async Task DropOvertakenAsync(RunState run, Guid plan, CancellationToken cancellationToken)
    {
        int[] remade = [.. run.Active.Where(active => active.Replaces > 0).Select(active => active.Index)];
        if (remade.Length == 0)
            return;
        var rounds = (await store.GetAsync(plan, remade, cancellationToken)).Where(shot => shot.IsBeingRemade).ToDictionary(shot => shot.Index, shot => shot.Round);
        run.Active.RemoveAll(active => rounds.TryGetValue(active.Index, out var round) && round > active.Replaces);
    }

    /// <summary>A person has decided. A decision on an earlier round says nothing about the shot as it is now.</summary>
    public async Task NoteDecisionAsync(RunState run, ReviewClosed closed, CancellationToken cancellationToken)
    {
        var approved = closed.Decision == ReviewDecision.Approve ? closed.OutputPath : null;
        if (run.Plan is not { } plan)
            return;
        var shot = await ChangeAsync(
            plan, closed.ShotId,
            shot => shot.Status is not null && closed.ReviewId == ShotIdentity.OfReview(closed.CorrelationId, shot.Round)
                ? shot with { ApprovedOutput = approved, IsOutcomeUnknown = false }
                : shot,
            cancellationToken);
        if (shot is not null)
            await ReleaseAsync(plan, run.Run!.StopOnReview, shot, cancellationToken);
    }

    /// <summary>A shot's cost never falls, so an amount that arrives out of order changes nothing.</summary>
    public Task NoteCostAsync(RunState run, ShotCostRaised raised, CancellationToken cancellationToken) =>
        run.Plan is { } plan
            ? ChangeAsync(plan, raised.ShotId, shot => shot.Costing(KnownCost.Of(raised)), cancellationToken)
            : Task.CompletedTask;

    /// <summary>Whether an end has not been taken in yet.</summary>
    public async Task<bool> IsNewsAsync(RunState run, ShotCompleted ended, CancellationToken cancellationToken) =>
        run.Active.Exists(active => active.ShotId == ended.ShotId && active.Replaces < ended.Round)
        || (run.Plan is { } plan && await store.FindAsync(plan, ended.ShotId, cancellationToken) is { } shot && shot.Round < ended.Round);

    /// <summary>
    /// Takes the shots that may start now in the plan's order, at most as many as may be under way, and notes that they are. None starts in a
    /// run that was cancelled or cannot go on.
    /// </summary>
    public async Task<IReadOnlyList<StartedShot>> StartNextAsync(RunState run, CancellationToken cancellationToken)
    {
        var started = await NextAsync(run, cancellationToken);
        foreach (var (shot, builtOn) in started)
        {
            // Also where a step is repeated, and the takes are others by now.
            if (builtOn.Count > 0)
                await ChangeAsync(run.Plan!.Value, shot.ShotId, stands => stands with { BuiltOn = builtOn }, cancellationToken);
        }

        return [.. started.Select(start => start.Shot)];
    }

    /// <summary>The shots of a run that has ended that could start if it was opened again.</summary>
    public async Task<IReadOnlyList<StartedShot>> FindNextAsync(RunState run, CancellationToken cancellationToken)
    {
        var open = new RunState { CorrelationId = run.CorrelationId, Run = run.Run, Plan = run.Plan, Cancelled = run.Cancelled, Active = [.. run.Active], Remakes = run.Remakes };
        return [.. (await NextAsync(open, cancellationToken)).Select(start => start.Shot)];
    }

    private async Task<IReadOnlyList<(StartedShot Shot, IReadOnlyList<UsedTake> BuiltOn)>> NextAsync(RunState run, CancellationToken cancellationToken)
    {
        if (run is not { Plan: { } plan, Cancelled: null, Failure: null }
            || (run.Run!.StopOnReview == StopOnReview.Run && await store.AnyNeedsPersonAsync(plan, scene: null, cancellationToken)))
        {
            return [];
        }

        var requests = new List<(StartedShot Shot, IReadOnlyList<UsedTake> BuiltOn)>();
        var stopped = new Dictionary<int, bool>();
        var last = -1;
        while (run.Active.Count < run.Run.MaxParallel)
        {
            var page = await store.ListAsync(plan, ShotPlace.Ready, last, run.Run.MaxParallel, cancellationToken);
            foreach (var shot in page.TakeWhile(_ => run.Active.Count < run.Run.MaxParallel))
            {
                last = shot.Index;
                if (run.Active.Exists(active => active.Index == shot.Index) || await IsStoppedAsync(run, shot, stopped, cancellationToken))
                    continue;
                if (await RequestAsync(run, shot, cancellationToken) is { } request)
                {
                    requests.Add(request);
                    run.Active.Add(new ActiveShot(shot.Index, request.Shot.ShotId, request.Shot.Replaces));
                }
            }

            if (page.Count < run.Run.MaxParallel)
                break;
        }

        return requests;
    }

    /// <summary>Whether a shot of a run that has ended may start.</summary>
    public async Task<bool> MayStartAsync(RunState run, CancellationToken cancellationToken) =>
        run.Failure is null && (await FindNextAsync(run, cancellationToken)).Count > 0;

    /// <summary>The requests of shots that have been started, from a place on.</summary>
    /// <returns>The requests, and the place to go on from; null at the end.</returns>
    public async Task<(IReadOnlyList<StartedShot> Requests, int? Next)> StartedAsync(RunState run, int from, int limit, CancellationToken cancellationToken)
    {
        if (run.Plan is not { } plan)
            return ([], null);

        var page = await store.ReadAsync(plan, from, limit, cancellationToken);
        var requests = new List<StartedShot>(page.Count);
        foreach (var shot in page)
        {
            var isActive = run.Active.Exists(active => active.Index == shot.Index);

            // What waits to be made again has not been asked for yet.
            if ((isActive || (shot.Round > 0 && !shot.IsBeingRemade)) && await RepeatAsync(run, shot, cancellationToken) is { } request)
                requests.Add(request);
        }

        return (requests, page.Count == limit ? from + limit : null);
    }

    /// <summary>How all shots stand together.</summary>
    public async Task<RunTotals> SumAsync(RunState run, CancellationToken cancellationToken) =>
        run.Plan is { } plan ? await store.SumAsync(plan, cancellationToken) : RunTotals.Of([]);

    /// <summary>Says until when the plan is kept; null while the run is under way.</summary>
    public Task KeepUntilAsync(RunState run, DateTimeOffset? time, CancellationToken cancellationToken) =>
        run.Plan is { } plan ? store.KeepUntilAsync(plan, time, cancellationToken) : Task.CompletedTask;

    private async Task AddAsync(Guid plan, IReadOnlyList<(PlannedShot Planned, ShotProgress Progress)> shots, CancellationToken cancellationToken)
    {
        foreach (var part in shots.Chunk(AtOnce))
            await store.AddAsync(plan, part, cancellationToken);
    }

    private bool UsesSiblings(string model) => profiles.Find(model)?.EnableSiblingRefs ?? true;

    /// <summary>What waits for a shot may start if it waits for nothing else; and what its scene held, if nothing stops the scene any more.</summary>
    private async Task ReleaseAsync(Guid plan, StopOnReview stop, ShotProgress shot, CancellationToken cancellationToken)
    {
        if (shot is { HasFollowers: true, Status: not null })
        {
            foreach (var planned in await store.GetPlannedAsync(plan, [shot.Index], cancellationToken))
            {
                foreach (var followers in planned.Followers.Chunk(AtOnce))
                    await MakeReadyAsync(plan, followers, cancellationToken);
            }
        }

        if (stop == StopOnReview.Scene && shot is { Scene: { } scene, NeedsPerson: false } && !await store.AnyNeedsPersonAsync(plan, scene, cancellationToken))
            await LetGoAsync(plan, scene, cancellationToken);
    }

    private static bool IsWaitedFor(ShotProgress shot, StopOnReview stop) => shot.HasFollowers || (stop == StopOnReview.Scene && shot.Scene is not null);

    /// <summary>Makes ready those of some shots that wait and need not any more.</summary>
    public async Task MakeReadyAsync(Guid plan, IReadOnlyList<int> indexes, CancellationToken cancellationToken)
    {
        var waiting = (await store.GetAsync(plan, indexes, cancellationToken)).Where(shot => shot.Place == ShotPlace.Waiting).ToDictionary(shot => shot.Index);
        if (waiting.Count == 0)
            return;

        var planned = await store.GetPlannedAsync(plan, [.. waiting.Keys], cancellationToken);
        var others = (await store.GetAsync(plan, [.. planned.SelectMany(shot => shot.After.Concat(shot.References)).Distinct()], cancellationToken)).ToDictionary(shot => shot.Index);
        foreach (var shot in planned.Where(shot => RunPlan.IsReady(shot, others)))
            await MoveAsync(plan, shot.Index, ShotPlace.Waiting, ShotPlace.Ready, cancellationToken);
    }

    private async Task LetGoAsync(Guid plan, int scene, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlacedShot> page;
        var last = -1;
        do
        {
            page = await store.ListAsync(plan, ShotPlace.Held, last, AtOnce, cancellationToken);
            foreach (var held in page)
            {
                last = held.Index;
                if (held.Scene == scene)
                    await MoveAsync(plan, held.Index, ShotPlace.Held, ShotPlace.Ready, cancellationToken);
            }
        }
        while (page.Count == AtOnce);
    }

    /// <summary>A shot whose scene is stopped is put aside, so that no later step looks at it again while that lasts.</summary>
    private async Task<bool> IsStoppedAsync(RunState run, PlacedShot shot, Dictionary<int, bool> stopped, CancellationToken cancellationToken)
    {
        if (run.Run!.StopOnReview != StopOnReview.Scene || shot.Scene is not { } scene)
            return false;

        var plan = run.Plan!.Value;
        if (!stopped.TryGetValue(scene, out var isStopped))
            stopped[scene] = isStopped = await store.AnyNeedsPersonAsync(plan, scene, cancellationToken);
        if (!isStopped)
            return false;

        await MoveAsync(plan, shot.Index, ShotPlace.Ready, ShotPlace.Held, cancellationToken);

        // Whoever lets the scene go between the question and the move does not find this one.
        if (await store.AnyNeedsPersonAsync(plan, scene, cancellationToken))
            return true;
        await MoveAsync(plan, shot.Index, ShotPlace.Held, ShotPlace.Ready, cancellationToken);
        return stopped[scene] = false;
    }

    /// <returns>The request, and the takes it names; null when a shot that it waits for is not accepted or not over any more, so that it waits again.</returns>
    private async Task<(StartedShot Shot, IReadOnlyList<UsedTake> BuiltOn)?> RequestAsync(RunState run, PlacedShot shot, CancellationToken cancellationToken)
    {
        var plan = run.Plan!.Value;
        var planned = await PlannedAsync(run, shot.Index, cancellationToken);

        // Only where shots are made again can one that had ended be under way.
        int[] before = run.Remakes.Count > 0 ? [.. planned.References, .. planned.After] : [.. planned.References];
        IReadOnlyList<UsedTake> takes = [];
        if (before.Length > 0)
        {
            var others = (await store.GetAsync(plan, [.. before.Distinct()], cancellationToken)).ToDictionary(other => other.Index);
            if (!planned.References.All(index => others[index].AcceptedOutput is not null) || !before.All(index => others[index].Status is not null))
            {
                await MoveAsync(plan, shot.Index, ShotPlace.Ready, ShotPlace.Waiting, cancellationToken);
                await MakeReadyAsync(plan, [shot.Index], cancellationToken);
                return null;
            }

            takes = [.. planned.References.Select(index => new UsedTake(others[index].ShotId, others[index].AcceptedOutput!))];
        }

        var request = await RequestAsync(run, planned, takes, cancellationToken);
        return shot.WasRemade && await store.GetAsync(plan, [shot.Index], cancellationToken) is [{ IsBeingRemade: true } remade]
            ? (new StartedShot(request, Remaking.Request(remade, request)), takes)
            : (new StartedShot(request), takes);
    }

    /// <returns>What a shot was requested with; null when the takes it was made from are not known any more.</returns>
    private async Task<StartedShot?> RepeatAsync(RunState run, ShotProgress shot, CancellationToken cancellationToken)
    {
        var planned = await PlannedAsync(run, shot.Index, cancellationToken);
        var takes = shot.BuiltOn ?? [];
        if (takes.Count < planned.References.Count)
        {
            takes =
            [
                .. (await store.GetAsync(run.Plan!.Value, planned.References, cancellationToken))
                    .Select(other => (other.ShotId, Take: other.ApprovedOutput ?? other.OutputPath))
                    .Where(other => other.Take is not null).Select(other => new UsedTake(other.ShotId, other.Take!)),
            ];
            if (takes.Count < planned.References.Count)
                return null;
        }

        var request = await RequestAsync(run, planned, takes, cancellationToken);
        return new StartedShot(request, shot.IsBeingRemade ? Remaking.Request(shot, request) : null);
    }

    private async Task<PlannedShot> PlannedAsync(RunState run, int index, CancellationToken cancellationToken) =>
        await store.GetPlannedAsync(run.Plan!.Value, [index], cancellationToken) is [var planned]
            ? planned
            : throw new InvalidOperationException($"Shot {index} of run {run.Run!.RunId} has no plan.");

    private async Task<ShotRequested> RequestAsync(RunState run, PlannedShot planned, IReadOnlyList<UsedTake> takes, CancellationToken cancellationToken)
    {
        var anchor = RunPlan.SceneOf(planned.Shot) is { } scene ? await store.FindAnchorAsync(run.Plan!.Value, scene, planned.Index, cancellationToken) : null;
        var shot = ShotReferences.Resolve(planned.Shot, takes.ToDictionary(used => used.ShotId, used => used.Take, StringComparer.Ordinal));
        return await WithNeighbourAsync(Request(run.Run!, shot), anchor, cancellationToken);
    }

    /// <summary>One whose run has nothing before it looks itself for what other runs left.</summary>
    private async Task<ShotRequested> WithNeighbourAsync(ShotRequested request, ShotProgress? anchor, CancellationToken cancellationToken)
    {
        if (anchor is null)
            return request;

        var left = References.SceneOfNeighbour(request, profiles.Find(request.Model ?? "")) is { } scene
            ? await approvedShots.FindBeforeAsync(request.Project, request.EpisodeId, scene, request.ShotId, cancellationToken)
            : null;
        return request with { Previous = Neighbour.Of(request.RunId, anchor, left) };
    }

    private static ShotRequested Request(RunRequested run, ShotFields shot) => new(shot, run.Project, run.EpisodeCap)
    {
        RunId = run.RunId,
        StyleAnchor = run.StyleAnchor,
        Policy = run.Policy,
        EpisodeId = shot.EpisodeId.Length > 0 ? shot.EpisodeId : run.EpisodeId,
        Model = shot.Model ?? run.Model,
        ShotCap = shot.ShotCap ?? run.ShotCap,
        Priority = shot.Priority ?? run.Priority,
        Judges = shot.Judges ?? run.Judges,
    };

    private async Task MoveAsync(Guid plan, int index, ShotPlace from, ShotPlace to, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await store.GetAsync(plan, [index], cancellationToken) is not [var shot] || shot.Place != from
                || await store.TryReplaceAsync(plan, shot with { Place = to }, cancellationToken))
            {
                return;
            }
        }

        throw new SagaConcurrencyException(typeof(RunState), plan);
    }

    /// <returns>The shot as it stands now; null when the run has none of that name.</returns>
    public async Task<ShotProgress?> ChangeAsync(Guid plan, string shotId, Func<ShotProgress, ShotProgress> change, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await store.FindAsync(plan, shotId, cancellationToken) is not { } shot)
                return null;
            var changed = change(shot);
            if (changed == shot || await store.TryReplaceAsync(plan, changed, cancellationToken))
                return changed;
        }

        throw new SagaConcurrencyException(typeof(RunState), plan);
    }
}
