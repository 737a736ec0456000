using System.Collections.Concurrent;
using MassTransit;
using Recoil.Contracts;
using Recoil.Storage;
using Recoil.Storage.Reviews;

namespace Recoil.Chaos.Shots;

/// <summary>The clients of a chaos run: requests shots, cancels some, and decides reviews.</summary>
internal sealed class ChaosClient(IBus bus, IReviewEntries entries, ChaosOptions options, Action<string> log)
{
    private const string Reviewer = "chaos";
    private const int MaximumEntries = 1_000;
    private static readonly TimeSpan s_publishTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_maximumCancelDelay = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, bool> _decided = new();

    /// <summary>Requests the shots, spread over the first three quarters of the duration.</summary>
    public async Task RequestAsync(IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed + 2);
        var pause = options.Duration * 0.75 / shots.Count;
        var cancelling = new List<Task>();
        foreach (var shot in shots)
        {
            await PublishAsync(shot.Request, shot.Request.ShotId, cancellationToken);
            if (shot.Kind.Cancelled)
                cancelling.Add(CancelAsync(shot.Request, s_maximumCancelDelay * random.NextDouble(), cancellationToken));
            await Task.Delay(pause, cancellationToken);
        }

        await Task.WhenAll(cancelling);
    }

    /// <summary>Decides open reviews until cancelled.</summary>
    public async Task DecideReviewsAsync(IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        var decisions = shots.Where(s => s.Kind.Decision is not null).ToDictionary(s => s.CorrelationId, s => s.Kind.Decision!.Value);
        try
        {
            while (true)
            {
                foreach (var entry in await OpenEntriesAsync(cancellationToken))
                {
                    if (decisions.TryGetValue(entry.Request.CorrelationId, out var decision) && _decided.TryAdd(entry.ReviewId, true))
                        await PublishAsync(new DecideReview { ReviewId = entry.ReviewId, Decision = decision, By = Reviewer }, entry.Request.ShotId, cancellationToken);
                }

                await Task.Delay(s_pause, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run has finished.
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
