using System.Collections.Concurrent;
using MassTransit;
using Recoil.Chaos.Promises;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots;
using Recoil.Storage;
using Recoil.Storage.Reviews;
using Recoil.Storage.Steering;

namespace Recoil.Chaos.Shots;

/// <summary>The clients of a chaos run: requests shots, cancels some, has some made again, and decides reviews.</summary>
internal sealed class ChaosClient(IBus bus, IReviewEntries entries, ChaosOptions options, Action<string> log)
{
    private const string Reviewer = "chaos";
    private const int MaximumEntries = 1_000;
    private const int Steerings = 9;

    /// <summary>So large that no shot ends by it.</summary>
    private const decimal ProjectCap = 1_000_000;
    private const decimal RunCap = 3;

    /// <summary>What a person finds out that a take cost of which the provider did not say it.</summary>
    private const decimal ChargedWhereUnknown = 0.5m;
    private static readonly TimeSpan s_publishTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_maximumCancelDelay = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, bool> _decided = new();
    private readonly Dictionary<string, SetPriority> _priorities = new(StringComparer.Ordinal);

    /// <summary>Requests the shots, spread over the first three quarters of the duration; those of every second run all at once, and the run once more at the end.</summary>
    public async Task RequestAsync(IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed + 2);
        var pause = options.Duration * 0.75 / shots.Count;
        var cancelling = new List<Task>();
        var runs = shots.GroupBy(shot => shot.Request.RunId, StringComparer.Ordinal)
            .Where(run => ChaosShots.IsRequestedWhole(run.Key)).ToDictionary(run => run.Key, run => ChaosShots.RunOf([.. run]), StringComparer.Ordinal);
        foreach (var shot in shots)
        {
            if (!runs.TryGetValue(shot.Request.RunId, out var whole))
                await PublishAsync(shot.Request, shot.Request.ShotId, cancellationToken);
            else if (whole.Shots[0].ShotId == shot.Request.ShotId)
                await PublishAsync(whole, whole.RunId, cancellationToken);
            if (shot.Kind.Cancelled)
                cancelling.Add(CancelAsync(shot.Request, s_maximumCancelDelay * random.NextDouble(), cancellationToken));
            await Task.Delay(pause, cancellationToken);
        }

        foreach (var run in runs.Values)
            await PublishAsync(run, run.RunId, cancellationToken);
        await Task.WhenAll(cancelling);
    }

    /// <summary>
    /// Pauses and resumes runs, the project and the provider's account, sets priorities and the project's cap, and admits and closes runs, while services
    /// are killed. Old commands come once more after newer ones; in the end nothing is paused, and no run is open.
    /// </summary>
    public async Task SteerAsync(IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed + 3);
        var runs = shots.Select(shot => shot.Request.RunId).Distinct(StringComparer.Ordinal).ToArray();
        await PublishAsync(
            new SetProjectBudget { Project = ChaosShots.Project, Cap = ProjectCap, By = Reviewer, At = TimeProvider.System.GetUtcNow() }, ChaosShots.Project, cancellationToken);
        for (var round = 0; round < Steerings; round++)
        {
            await Task.Delay(options.Duration * 0.7 / Steerings, cancellationToken);
            var run = runs[random.Next(runs.Length)];
            var (part, name) = (round % 3) switch
            {
                0 => (PausablePart.Run, ShotIdentity.BudgetScopeOf(ChaosShots.Project, run)),
                1 => (PausablePart.Account, ModelProfiles.BuiltIn.Find(shots[0].Request.Model!)!.Provider),
                _ => (PausablePart.Project, ChaosShots.Project),
            };
            var pause = new PauseWork { Part = part, Name = name, By = Reviewer, At = TimeProvider.System.GetUtcNow() };
            await PublishAsync(pause, name, cancellationToken);
            // Runs that are requested whole are admitted by their saga.
            var account = ChaosShots.IsRequestedWhole(run) ? runs.First(other => !ChaosShots.IsRequestedWhole(other)) : run;
            var admission = new ReserveRunBudget { Project = ChaosShots.Project, RunId = account, Cap = RunCap, Admission = round + 1 };
            await PublishAsync(admission, account, cancellationToken);
            var priority = new SetPriority { Project = ChaosShots.Project, RunId = run, Priority = random.Next(101), By = Reviewer, At = TimeProvider.System.GetUtcNow() };
            await PublishAsync(priority, run, cancellationToken);
            if (_priorities.TryGetValue(run, out var older))
                await PublishAsync(older, run, cancellationToken);
            _priorities[run] = priority;
            await Task.Delay(s_longestPause * random.NextDouble(), cancellationToken);
            await PublishAsync(new CloseRunBudget { Project = ChaosShots.Project, RunId = account, Admission = admission.Admission }, account, cancellationToken);
            await PublishAsync(admission, account, cancellationToken);
            await PublishAsync(new ResumeWork { Part = part, Name = name, By = Reviewer, At = TimeProvider.System.GetUtcNow() }, name, cancellationToken);
            await PublishAsync(pause, name, cancellationToken);
        }
    }

    /// <summary>Whether what was steered last is what the store has.</summary>
    public async Task<IReadOnlyList<BrokenPromise>> CheckSteeringAsync(IPauses pauses, IPriorities priorities, CancellationToken cancellationToken)
    {
        var set = await priorities.ListAsync(cancellationToken);
        return
        [
            .. (await pauses.ListAsync(cancellationToken)).Select(pause => new BrokenPromise("the newest command counts", $"{pause.What} is still paused")),
            .. _priorities.Values
                .Where(last => !set.Any(there => there.Account == ShotIdentity.BudgetScopeOf(last.Project, last.RunId) && there.Priority == last.Priority && there.At == last.At))
                .Select(last => new BrokenPromise("the newest command counts", $"{last.RunId} has not the priority that was set last")),
        ];
    }

    /// <summary>Decides open reviews until cancelled.</summary>
    public async Task DecideReviewsAsync(IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        var decisions = shots.Where(s => (s.Kind.Decision ?? s.Kind.DecisionIfAsked) is not null).ToDictionary(s => s.CorrelationId, s => (s.Kind.Decision ?? s.Kind.DecisionIfAsked)!.Value);
        try
        {
            while (true)
            {
                foreach (var entry in await OpenEntriesAsync(cancellationToken))
                {
                    if (decisions.TryGetValue(entry.Request.CorrelationId, out var decision) && _decided.TryAdd(entry.ReviewId, true))
                    {
                        decimal? charged = entry.Request.Reason == ReviewReason.OutcomeUnknown ? ChargedWhereUnknown : null;
                        await PublishAsync(new DecideReview { ReviewId = entry.ReviewId, Decision = decision, By = Reviewer, ChargedUsd = charged }, entry.Request.ShotId, cancellationToken);
                    }
                }

                await Task.Delay(s_pause, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run has finished.
        }
    }

    /// <summary>
    /// Has shots of each run that was requested whole made again when that has ended, twice at once, and a third time when they have been. Ends when
    /// that is done, or when cancelled.
    /// </summary>
    public Task RemakeAsync(IReadOnlyList<ChaosShot> shots, IShotArchive archive, CancellationToken cancellationToken) => Task.WhenAll(
        shots.Where(shot => shot is { IsRemade: true, MadeFrom: null }).Select(shot => RemakeAsync(shot, archive, cancellationToken)));

    private async Task RemakeAsync(ChaosShot shot, IShotArchive archive, CancellationToken cancellationToken)
    {
        var request = ChaosShots.RemakeOf(shot);
        try
        {
            while (!await HasEndedAsync(request, archive, cancellationToken))
                await Task.Delay(s_pause, cancellationToken);
            await PublishAsync(request, shot.Request.ShotId, cancellationToken);
            await PublishAsync(request, shot.Request.ShotId, cancellationToken);
            while (!await IsRemadeAsync(shot, archive, cancellationToken))
                await Task.Delay(s_pause, cancellationToken);
            await PublishAsync(request, shot.Request.ShotId, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run has finished.
        }
    }

    private async Task<bool> HasEndedAsync(RemakeShots request, IShotArchive archive, CancellationToken cancellationToken)
    {
        try
        {
            return await archive.SummarizeRunAsync(request.Project, request.RunId, cancellationToken) is { Result: not null };
        }
        catch (StorageUnavailableException) when (options.Database is not null)
        {
            return false;
        }
    }

    private async Task<bool> IsRemadeAsync(ChaosShot shot, IShotArchive archive, CancellationToken cancellationToken)
    {
        try
        {
            return await archive.FindAsync(shot.Request.Project, shot.Request.RunId, shot.Request.ShotId, cancellationToken) is { Result: { } end } && end.Round == shot.Rounds;
        }
        catch (StorageUnavailableException) when (options.Database is not null)
        {
            return false;
        }
    }

    /// <summary>Empty during an outage of the database; the caller reads again.</summary>
    private async Task<IReadOnlyList<ReviewEntry>> OpenEntriesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await entries.ListOpenAsync(ChaosShots.Project, MaximumEntries, cancellationToken)).Entries;
        }
        catch (StorageUnavailableException) when (options.Database is not null)
        {
            return [];
        }
    }

    private async Task CancelAsync(ShotRequested request, TimeSpan after, CancellationToken cancellationToken)
    {
        await Task.Delay(after, cancellationToken);
        await PublishAsync(
            new CancelShot { Project = request.Project, RunId = request.RunId, ShotId = request.ShotId, By = Reviewer }, request.ShotId, cancellationToken);
    }

    /// <summary>Publishes until the broker confirms, as any client should.</summary>
    private async Task PublishAsync<T>(T message, string shotId, CancellationToken cancellationToken) where T : class
    {
        while (true)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(s_publishTimeout);
            try
            {
                // A publishing that its channel has forgotten ends for no token.
                await bus.Publish(message, timeout.Token).WaitAsync(timeout.Token);
                return;
            }
            catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
            {
                log($"Publishing {typeof(T).Name} for {shotId} again: {broken.GetType().Name}");
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }
}
