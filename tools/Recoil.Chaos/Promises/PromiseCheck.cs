using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Chaos.Faults;
using Recoil.Chaos.Shots;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Shots;
using Recoil.Storage.Budget;
using Recoil.Storage.Reviews;
using Recoil.Storage.Takes;

namespace Recoil.Chaos.Promises;

/// <summary>Checks the guarantees after a run: on the store, the provider's jobs and the received terminal events.</summary>
internal sealed class PromiseCheck(IServiceProvider store, IReadOnlyCollection<TerminalEvent> received, IReadOnlyDictionary<Guid, ProviderJob> jobs)
{
    private const int MaximumTakes = 8;
    private readonly List<BrokenPromise> _findings = [];

    public async Task<IReadOnlyList<BrokenPromise>> FindAsync(IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        var archive = store.GetRequiredService<IShotArchive>();
        var takes = new Dictionary<Guid, string>();
        foreach (var shot in shots)
        {
            var account = ShotIdentity.BudgetScopeOf(shot.Request.Project, shot.Request.RunId);
            for (var attempt = 1; attempt <= MaximumTakes; attempt++)
            {
                for (var take = 1; take <= MaximumTakes; take++)
                    takes[ShotIdentity.OfTake(shot.CorrelationId, attempt, take)] = account;
            }

            if (await archive.FindAsync(shot.Request.Project, shot.Request.RunId, shot.Request.ShotId, cancellationToken) is { Result: { } result } record)
                CheckShot(shot, record, result);
            else
                Add("every shot ends", $"{shot.Request.ShotId} has no result");
        }

        foreach (var job in jobs.Values)
        {
            if (job.Submits > 1)
                Add("no take is bought twice", string.Create(CultureInfo.InvariantCulture, $"take {job.ExternalId} was submitted {job.Submits} times"));
            if (!takes.ContainsKey(job.ExternalId))
                Add("no take is bought twice", $"job {job.Id} belongs to no take of any shot");
        }

        foreach (var run in shots.GroupBy(s => s.Request.RunId, StringComparer.Ordinal))
        {
            await CheckRunAsync(run.Key, [.. run], takes, cancellationToken);
            if (ChaosShots.IsRequestedWhole(run.Key))
                await CheckRequestedRunAsync(archive, run.Key, [.. run], cancellationToken);
        }

        await CheckProjectAsync(cancellationToken);
        return _findings;
    }

    private void CheckShot(ChaosShot shot, ShotRecord record, ShotCompleted result)
    {
        var id = shot.Request.ShotId;
        if (!shot.Kind.AllowedStatuses.Contains(result.Status))
            Add("every shot ends with an expected status", $"{id} ended {SnakeCase.Of(result.Status)}, not {string.Join(" or ", shot.Kind.AllowedStatuses.Select(SnakeCase.Of))}: {LastEvent(record)}");

        var events = received.Where(e => e.ShotId == id).ToArray();
        for (var round = 1; round <= result.Round; round++)
        {
            if (events.Where(e => e.Round == round).Select(e => e.MessageId).Distinct(StringComparer.Ordinal).Count() is var distinct && distinct != 1)
                Add("one terminal event per round", string.Create(CultureInfo.InvariantCulture, $"{id} has {distinct} in round {round}"));
        }

        var last = Array.FindAll(events, e => e.Round == result.Round);
        if (Array.Exists(last, e => e.Status != result.Status || e.RoutingKey != RoutingKeys.Of(result)))
            Add("one terminal event per round", $"{id} has a terminal event with another status than its result");

        foreach (var take in record.Timeline.Where(e => e.Event is not ("late" or "fallback" or "neighbour" or "softening" or "reviewed" or "cancelling" or "remake")).GroupBy(e => (e.Attempt, e.Take)))
        {
            var actions = string.Join(' ', take.Select(e => e.Event));
            if (actions is not ("dispatched generated decision" or "dispatched generated verdict decision" or "refused"
                or "cancelled" or "dispatched cancelled" or "dispatched generated cancelled"
                or "dispatched looked_up generated decision" or "dispatched looked_up generated verdict decision"))
                Add("timelines are complete", string.Create(CultureInfo.InvariantCulture, $"{id} {take.Key.Attempt}.{take.Key.Take}: {actions}"));
        }

        var remakes = record.Timeline.Count(e => e.Event == "remake");
        if (result.Round > shot.Rounds || remakes != (shot.IsRemade ? 1 : 0))
            Add("a shot is made again once for each request", string.Create(CultureInfo.InvariantCulture, $"{id} has {result.Round} rounds, not {shot.Rounds}, and {remakes} remakes"));

        var timelineCost = record.Timeline.Where(e => e.Event == "generated").Sum(e => e.Cost ?? 0);
        // Late bills come on top: before the end they are in its amount, after it only in the shot's.
        var hasLateBill = record.Timeline.Any(e => e is { Event: "late", Cost: not null });
        if (hasLateBill ? result.CostUsd < timelineCost || result.CostUsd > record.Cost.Usd : result.CostUsd != timelineCost || result.CostUsd != record.Cost.Usd)
        {
            Add("timelines are complete", string.Create(
                CultureInfo.InvariantCulture, $"{id} cost {record.Cost.Usd}, {result.CostUsd} at its end; the sum of its timeline is {timelineCost}"));
        }

        if (record.Cost.Source != CostSource.Reported)
            Add("every cent belongs to a take", $"{id} cost {SnakeCase.Of(record.Cost.Source)}");

        if (record.Timeline.Count(e => e.Event is "generated") != result.Takes)
            Add("timelines are complete", string.Create(CultureInfo.InvariantCulture, $"{id} has {result.Takes} takes, but another number of generations in its timeline"));
    }

    private async Task CheckRunAsync(
        string runId, IReadOnlyList<ChaosShot> shots, Dictionary<Guid, string> takes, CancellationToken cancellationToken)
    {
        var account = ShotIdentity.BudgetScopeOf(ChaosShots.Project, runId);
        var balance = await store.GetRequiredService<IBudgetLedger>().GetAsync(account, cancellationToken);
        var (_, cost) = await store.GetRequiredService<ITakeLedger>().TotalAsync(account, cancellationToken);
        var bought = jobs.Values.Where(j => takes.GetValueOrDefault(j.ExternalId) == account).ToArray();
        foreach (var job in bought.Where(j => j.Cost is null))
            Add("the ledger is the sum of the takes", $"{account}: the provider's file does not say what job {job.Id} cost");
        var charged = bought.Sum(j => j.Cost);
        if (balance.Spent != cost.Usd || cost.Source != CostSource.Reported)
            Add("the ledger is the sum of the takes", string.Create(CultureInfo.InvariantCulture, $"{account}: {balance.Spent} spent, takes cost {cost.Usd} ({SnakeCase.Of(cost.Source)})"));
        if (balance.Spent != charged)
            Add("the ledger is the sum of the takes", string.Create(CultureInfo.InvariantCulture, $"{account}: {balance.Spent} spent, the provider charged {charged}"));
        if (balance.Reserved != 0 || balance.OpenReservations != 0)
            Add("no reservation stays open", string.Create(CultureInfo.InvariantCulture, $"{account}: {balance.Reserved} US dollars in {balance.OpenReservations} reservations"));

        var entries = await store.GetRequiredService<IReviewEntries>().ListAsync(ChaosShots.Project, runId, cancellationToken);
        foreach (var shot in shots)
        {
            var stored = entries.Where(e => e.Request.ShotId == shot.Request.ShotId).Select(e => e.ReviewId).Order().ToArray();
            var reported = received.Where(e => e.ShotId == shot.Request.ShotId).Select(e => e.ReviewId).OfType<Guid>().Distinct().Order().ToArray();
            if (!stored.SequenceEqual(reported))
                Add("one review entry per escalation", string.Create(CultureInfo.InvariantCulture, $"{shot.Request.ShotId} has {stored.Length} review entries and {reported.Length} escalations"));
        }
    }

    /// <summary>A run that was requested has ended, and knows of each shot what the shot itself knows.</summary>
    private async Task CheckRequestedRunAsync(IShotArchive archive, string runId, IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        const string Promise = "a run knows how its shots ended";
        if (await archive.LookUpRunAsync(ChaosShots.Project, runId, cancellationToken) is not { Result: { } end } run)
        {
            Add("every run ends", runId);
            return;
        }

        if (end.Failure is { } failure)
            Add("every run ends", $"{runId} could not go on: {failure}");
        foreach (var shot in shots)
            await CheckBuiltOnAsync(archive, run, shot, cancellationToken);
        var known = run.Shots.ToDictionary(shot => shot.ShotId, StringComparer.Ordinal);
        foreach (var id in shots.Select(shot => shot.Request.ShotId))
        {
            var shot = await archive.FindAsync(ChaosShots.Project, runId, id, cancellationToken);
            if (!known.TryGetValue(id, out var there) || there.Status != shot?.Result?.Status || there.Cost.Usd != shot?.Cost.Usd)
                Add(Promise, string.Create(CultureInfo.InvariantCulture, $"{id} is {there?.Status} for {there?.Cost.Usd} in its run, and itself {shot?.Result?.Status} for {shot?.Cost.Usd}"));
        }
    }

    /// <summary>What was built on a shot that was made again is made from its new take.</summary>
    private async Task CheckBuiltOnAsync(IShotArchive archive, RunRecord run, ChaosShot shot, CancellationToken cancellationToken)
    {
        const string Promise = "what is built on a shot uses its new take";
        var (id, runId) = (shot.Request.ShotId, shot.Request.RunId);
        foreach (var replaced in run.Shots.First(known => known.ShotId == id).BuiltOnReplaced)
            Add(Promise, $"{id} is built on a take of {replaced} that is no longer the accepted one");
        if (shot.MadeFrom is not { } from)
            return;

        var used = await archive.FindAsync(ChaosShots.Project, runId, from, cancellationToken);
        var made = await archive.FindAsync(ChaosShots.Project, runId, id, cancellationToken);
        if (made?.Request?.SceneRefPath is not { } path || path != used?.Result?.OutputPath)
            Add(Promise, $"{id} is made from {made?.Request?.SceneRefPath ?? "nothing"}, and {from} has {used?.Result?.OutputPath ?? "no take"}");
    }

    /// <summary>When all runs are closed and settled, the project holds what each has spent, and nothing else.</summary>
    private async Task CheckProjectAsync(CancellationToken cancellationToken)
    {
        const string Promise = "the project holds what its runs have spent";
        var shown = await store.GetRequiredService<IProjectBudgets>().ShowAsync(ChaosShots.Project, TimeProvider.System.GetUtcNow(), int.MaxValue, cancellationToken);
        if (shown?.Cap is null)
        {
            Add(Promise, $"{ChaosShots.Project} has no cap");
            return;
        }

        foreach (var run in shown.Runs)
        {
            var balance = await store.GetRequiredService<IBudgetLedger>().GetAsync(run.Account, cancellationToken);
            if (run.Hold != balance.Spent || run.Spent != balance.Spent)
                Add(Promise, string.Create(CultureInfo.InvariantCulture, $"{run.Account}: {run.Hold} held and {run.Spent} spent at the project, {balance.Spent} spent in its account"));
        }

        if (shown.Held != shown.Runs.Sum(run => run.Hold) || shown.Held > shown.Cap)
            Add(Promise, string.Create(CultureInfo.InvariantCulture, $"{ChaosShots.Project}: {shown.Held} held of {shown.Cap}, its runs hold {shown.Runs.Sum(run => run.Hold)}"));
    }

    private static string LastEvent(ShotRecord record) =>
        record.Timeline is [.., var last] ? $"{last.Event} {last.Rule} {last.Detail}".TrimEnd() : "no timeline";

    private void Add(string promise, string what) => _findings.Add(new BrokenPromise(promise, what));
}
