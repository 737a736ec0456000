using System.Text.Json;
using Recoil.Contracts;
using Recoil.Reports;
using Recoil.Shots;
using Recoil.Storage.Budget;
using Recoil.Storage.Reviews;

namespace Recoil.Cli.Running;

/// <summary>Runs as the store has them.</summary>
internal sealed class StoredRuns(IShotArchive archive, IReviewEntries reviews, IBudgetLedger ledger)
{
    private static readonly TimeSpan s_settleLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Makes sure that a run of this name, if there is one, is this one.</summary>
    /// <exception cref="CannotStartException">It was begun with other shots or settings.</exception>
    public async Task RefuseAnotherAsync(RunRequested run, string elsewhere, CancellationToken cancellationToken)
    {
        if (await archive.FindRunAsync(run.Project, run.RunId, cancellationToken) is { } begun && !IsSame(begun, run))
            throw new CannotStartException($"Run {run.RunId} of {run.Project} was begun with other shots or settings. Give this plan another run_id, or {elsewhere}.");
    }

    /// <summary>Whether this run was begun before.</summary>
    public async Task<bool> IsBegunAsync(RunRequested run, CancellationToken cancellationToken) =>
        await archive.FindRunAsync(run.Project, run.RunId, cancellationToken) is { } begun && IsSame(begun, run);

    /// <summary>Everything that is known of a run.</summary>
    public async Task<RunSnapshot> ReadAsync(RunRequested run, CancellationToken cancellationToken)
    {
        var shots = new List<ShotSnapshot>(run.Shots.Count);
        RunRecord? record = null;
        foreach (var fields in run.Shots)
        {
            if (await archive.FindAsync(run.Project, run.RunId, fields.ShotId, cancellationToken) is { } shot)
            {
                shots.Add(new ShotSnapshot(fields, shot.Result, shot.Timeline, shot.Ops, shot.SoftenedPrompt, shot.Cost));
                continue;
            }

            // Not begun, or no longer kept; the run remembers what it cost.
            record ??= await archive.LookUpRunAsync(run.Project, run.RunId, cancellationToken);
            var cost = record?.Shots.FirstOrDefault(known => known.ShotId == fields.ShotId)?.Cost ?? KnownCost.Free;
            shots.Add(new ShotSnapshot(fields, null, [], [], null, cost));
        }

        var entries = await reviews.ListAsync(run.Project, run.RunId, cancellationToken);
        return new RunSnapshot(run, shots, entries, await BalanceAsync(run, cancellationToken));
    }

    /// <summary>The run's money.</summary>
    public Task<AccountBalance> BalanceAsync(RunRequested run, CancellationToken cancellationToken) =>
        ledger.GetAsync(ShotIdentity.BudgetScopeOf(run.Project, run.RunId), cancellationToken);

    /// <summary>Waits: the last shot's end is published before its last settlement and review entry are stored.</summary>
    public async Task RestAsync(RunRequested run, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_settleLimit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while ((await BalanceAsync(run, either.Token)).OpenReservations > 0 || !await ReviewsAreThereAsync(run, either.Token))
                await Task.Delay(s_pause, either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException(
                $"Run {run.RunId} has ended, but its money or its review entries did not come to rest within {s_settleLimit.TotalSeconds:F0} s.", late);
        }
    }

    private async Task<bool> ReviewsAreThereAsync(RunRequested run, CancellationToken cancellationToken)
    {
        var snapshot = await ReadAsync(run, cancellationToken);
        var there = snapshot.Reviews.Select(r => r.ReviewId).ToHashSet();
        return snapshot.Shots.All(s => s.Result?.ReviewQueueId is not { } id || there.Contains(id));
    }

    /// <summary>A run may resume with another number of concurrent shots; everything else is fixed when it starts.</summary>
    private static bool IsSame(RunRequested begun, RunRequested asked) =>
        Canonical(begun) == Canonical(asked with { MaxParallel = begun.MaxParallel });

    private static string Canonical(RunRequested run) => JsonSerializer.Serialize(run);
}
