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

/// <summary>Looks at what is left after rest: the store, the provider's book and what a dashboard heard.</summary>
internal sealed class PromiseCheck(IServiceProvider store, IReadOnlyCollection<TerminalEvent> heard, IReadOnlyDictionary<Guid, BookedJob> jobs)
{
    private const int TakesToLookFor = 8;
    private readonly List<BrokenPromise> _findings = [];

    public async Task<IReadOnlyList<BrokenPromise>> FindAsync(IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        var archive = store.GetRequiredService<IShotArchive>();
        var takes = new Dictionary<Guid, string>();
        foreach (var shot in shots)
        {
            var account = ShotIdentity.BudgetScopeOf(shot.Request.Project, shot.Request.RunId);
            for (var attempt = 1; attempt <= TakesToLookFor; attempt++)
            {
                for (var take = 1; take <= TakesToLookFor; take++)
                    takes[ShotIdentity.OfTake(shot.CorrelationId, attempt, take)] = account;
            }

            if (await archive.FindAsync(shot.Request.Project, shot.Request.RunId, shot.Request.ShotId, cancellationToken) is { Result: { } result } record)
                CheckShot(shot, record, result);
            else
                Find("every shot ends", $"{shot.Request.ShotId} has not");
        }

        foreach (var job in jobs.Values)
        {
            if (job.Submits > 1)
                Find("no take is bought twice", string.Create(CultureInfo.InvariantCulture, $"take {job.ExternalId} was submitted {job.Submits} times"));
            if (!takes.ContainsKey(job.ExternalId))
                Find("no take is bought twice", $"job {job.Id} belongs to no take of any shot");
        }

        foreach (var run in shots.GroupBy(s => s.Request.RunId, StringComparer.Ordinal))
            await CheckRunAsync(run.Key, [.. run], takes, cancellationToken);
        return _findings;
    }

    private void CheckShot(ChaosShot shot, ShotRecord record, ShotCompleted result)
    {
        var id = shot.Request.ShotId;
        if (!shot.Kind.Ends.Contains(result.Status))
            Find("every shot ends as it must", $"{id} ended {SnakeCase.Of(result.Status)}, not {string.Join(" or ", shot.Kind.Ends.Select(SnakeCase.Of))}: {LastWords(record)}");

        var events = heard.Where(e => e.ShotId == id).ToArray();
        for (var round = 1; round <= result.Round; round++)
        {
            if (events.Where(e => e.Round == round).Select(e => e.MessageId).Distinct(StringComparer.Ordinal).Count() is var distinct && distinct != 1)
                Find("one terminal event a shot", string.Create(CultureInfo.InvariantCulture, $"{id} has {distinct} in round {round}"));
        }

        var last = Array.FindAll(events, e => e.Round == result.Round);
        if (Array.Exists(last, e => e.Status != result.Status || e.RoutingKey != RoutingKeys.Of(result)))
            Find("one terminal event a shot", $"{id} was told as another status than it has");

        foreach (var take in record.Timeline.Where(e => e.Event is not ("late" or "fallback" or "softening" or "reviewed" or "cancelling")).GroupBy(e => (e.Attempt, e.Take)))
        {
            var story = string.Join(' ', take.Select(e => e.Event));
            if (story is not ("dispatched generated decision" or "dispatched generated verdict decision" or "refused"
                or "cancelled" or "dispatched cancelled" or "dispatched generated cancelled"
                or "dispatched looked_up generated decision" or "dispatched looked_up generated verdict decision"))
                Find("timelines are complete", string.Create(CultureInfo.InvariantCulture, $"{id} {take.Key.Attempt}.{take.Key.Take}: {story}"));
        }

        var told = record.Timeline.Where(e => e.Event == "generated").Sum(e => e.Cost ?? 0);
        // Late bills come on top: before the end they are in its amount, after it only in the shot's.
        var hasLateBill = record.Timeline.Any(e => e is { Event: "late", Cost: not null });
        if (hasLateBill ? result.CostUsd < told || result.CostUsd > record.CostUsd : result.CostUsd != told || result.CostUsd != record.CostUsd)
        {
            Find("timelines are complete", string.Create(
                CultureInfo.InvariantCulture, $"{id} cost {record.CostUsd}, {result.CostUsd} at its end; its timeline says {told}"));
        }

        if (record.Timeline.Count(e => e.Event is "generated") != result.Takes)
            Find("timelines are complete", string.Create(CultureInfo.InvariantCulture, $"{id} has {result.Takes} takes and another number of generations"));
    }

    private async Task CheckRunAsync(
        string runId, IReadOnlyList<ChaosShot> shots, Dictionary<Guid, string> takes, CancellationToken cancellationToken)
    {
        var account = ShotIdentity.BudgetScopeOf(ChaosShots.Project, runId);
        var balance = await store.GetRequiredService<IBudgetLedger>().GetAsync(account, cancellationToken);
        var (_, cost) = await store.GetRequiredService<ITakeLedger>().TotalAsync(account, cancellationToken);
        var charged = jobs.Values.Where(j => takes.GetValueOrDefault(j.ExternalId) == account).Sum(j => j.Cost);
        if (balance.Spent != cost)
            Find("the ledger is the sum of the takes", string.Create(CultureInfo.InvariantCulture, $"{account}: {balance.Spent} spent, takes cost {cost}"));
        if (balance.Spent != charged)
            Find("the ledger is the sum of the takes", string.Create(CultureInfo.InvariantCulture, $"{account}: {balance.Spent} spent, the provider charged {charged}"));
        if (balance.Reserved != 0 || balance.OpenReservations != 0)
            Find("no reservation is left", string.Create(CultureInfo.InvariantCulture, $"{account}: {balance.Reserved} in {balance.OpenReservations}"));

        var entries = await store.GetRequiredService<IReviewEntries>().ListAsync(ChaosShots.Project, runId, cancellationToken);
        foreach (var shot in shots)
        {
            var there = entries.Where(e => e.Request.ShotId == shot.Request.ShotId).Select(e => e.ReviewId).Order().ToArray();
            var told = heard.Where(e => e.ShotId == shot.Request.ShotId).Select(e => e.ReviewId).OfType<Guid>().Distinct().Order().ToArray();
            if (!there.SequenceEqual(told))
                Find("one review entry an escalation", string.Create(CultureInfo.InvariantCulture, $"{shot.Request.ShotId} has {there.Length} entries and was escalated {told.Length} times"));
        }
    }

    private static string LastWords(ShotRecord record) =>
        record.Timeline is [.., var last] ? $"{last.Event} {last.Rule} {last.Detail}".TrimEnd() : "no timeline";

    private void Find(string promise, string what) => _findings.Add(new BrokenPromise(promise, what));
}
