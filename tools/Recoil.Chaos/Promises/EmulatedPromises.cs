using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Chaos.Faults;
using Recoil.Chaos.Shots;
using Recoil.Contracts;
using Recoil.Providers.Emulators;
using Recoil.Shots;
using Recoil.Storage.Budget;

namespace Recoil.Chaos.Promises;

/// <summary>Checks the guarantees of takes from providers that go wrong: by what the providers themselves say that they sold.</summary>
internal sealed class EmulatedPromises(IServiceProvider store, IReadOnlyCollection<TerminalEvent> received, EmulatedMarket market, string logFolder)
{
    private readonly List<BrokenPromise> _findings = [];

    public async Task<IReadOnlyList<BrokenPromise>> FindAsync(IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        var archive = store.GetRequiredService<IShotArchive>();
        var sold = market.Providers.SelectMany(provider => provider.Bought.Values.Select(job => (provider.Name, Job: job))).ToList();
        decimal spent = 0;
        foreach (var shot in shots)
        {
            var id = shot.Request.ShotId;
            if (await archive.FindAsync(shot.Request.Project, shot.Request.RunId, id, cancellationToken) is not { Result: { } result } record)
            {
                Add("every shot ends", $"{id} has no result");
                continue;
            }

            spent += record.Cost.Usd;
            if (!shot.Kind.AllowedStatuses.Contains(result.Status))
                Add("every shot ends with an expected status", $"{id} ended {SnakeCase.Of(result.Status)}: {(record.Timeline is [.., var last] ? last.Detail : "no timeline")}");
            foreach (var round in received.Where(e => e.ShotId == id).GroupBy(e => e.Round).Where(round => round.Select(e => e.MessageId).Distinct(StringComparer.Ordinal).Count() != 1))
                Add("one terminal event per round", $"{id} has several in round {round.Key}");

            // A take is dispatched once, so a shot can have bought at most as many.
            var bought = sold.Where(sale => sale.Job.Order.Prompt.Contains(EmulatedShots.TagOf(id), StringComparison.Ordinal)).ToList();
            var dispatched = record.Timeline.Count(e => e.Event == "dispatched");
            if (bought.Count > dispatched)
                Add("no take is bought twice", string.Create(CultureInfo.InvariantCulture, $"{id} dispatched {dispatched} takes, and {bought.Count} were sold to it: {string.Join(", ", bought.Select(sale => sale.Job.Id))}"));
            foreach (var twice in bought.Where(sale => sale.Job.Order.Seed != 0).GroupBy(sale => sale.Job.Order.Seed).Where(takes => takes.Count() > 1))
                Add("no take is bought twice", $"{id}: {string.Join(" and ", twice.Select(sale => sale.Job.Id))} are the same take");
        }

        foreach (var stray in sold.Where(sale => !shots.Any(shot => sale.Job.Order.Prompt.Contains(EmulatedShots.TagOf(shot.Request.ShotId), StringComparison.Ordinal))))
            Add("no take is bought twice", $"{stray.Job.Id} belongs to no shot");
        foreach (var provider in market.Providers.Where(provider => provider.HasLeakedKey))
            Add("no secret leaves", $"the key of {provider.Name} came to another host");

        var balance = await store.GetRequiredService<IBudgetLedger>().GetAsync(ShotIdentity.BudgetScopeOf(ChaosShots.Project, shots[0].Request.RunId), cancellationToken);
        if (balance.Spent != spent)
            Add("the ledger is the sum of the takes", string.Create(CultureInfo.InvariantCulture, $"{balance.Spent} spent, the shots cost {spent}"));
        if (balance.OpenReservations != 0)
            Add("no reservation stays open", string.Create(CultureInfo.InvariantCulture, $"{balance.Reserved} US dollars in {balance.OpenReservations} reservations"));
        await LookForKeysAsync(cancellationToken);
        return _findings;
    }

    private async Task LookForKeysAsync(CancellationToken cancellationToken)
    {
        foreach (var file in Directory.GetFiles(logFolder))
        {
            if ((await File.ReadAllTextAsync(file, Encoding.UTF8, cancellationToken)).Contains(EmulatedProvider.Key, StringComparison.Ordinal))
                Add("no secret leaves", $"{file} holds a key");
        }
    }

    private void Add(string promise, string what) => _findings.Add(new BrokenPromise(promise, what));
}
